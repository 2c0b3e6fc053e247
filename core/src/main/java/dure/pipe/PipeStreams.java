// SPDX-License-Identifier: Apache-2.0
package dure.pipe;

import dure.DureException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// The ends of a pipe in Java's own words. What fails is an [IOException] whose cause says it.
final class PipeStreams {
  private PipeStreams() {}

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while waiting at a pipe");
  }

  static final class Input extends InputStream {
    private final PipeEnd end;

    Input(PipeEnd end) {
      this.end = end;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, into.length);
      try {
        return (int) end.read(MemorySegment.ofArray(into).asSlice(offset, length));
      } catch (InterruptedException e) {
        throw interrupted();
      } catch (DureException e) {
        throw new IOException(e.getMessage(), e);
      }
    }

    @Override
    public int available() throws IOException {
      try {
        return (int) end.waiting();
      } catch (DureException e) {
        throw new IOException(e.getMessage(), e);
      }
    }

    @Override
    public void close() {
      end.close();
    }
  }

  static final class Output extends OutputStream {
    private final PipeEnd end;

    Output(PipeEnd end) {
      this.end = end;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      try {
        end.write(MemorySegment.ofArray(bytes).asSlice(offset, length));
      } catch (InterruptedException e) {
        throw interrupted();
      } catch (DureException e) {
        throw new IOException(e.getMessage(), e);
      }
    }

    @Override
    public void close() {
      end.close();
    }
  }
}
