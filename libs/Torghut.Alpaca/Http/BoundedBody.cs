using System.Buffers;

namespace Torghut.Alpaca;

/// <summary>Reads a body up to a limit.</summary>
internal static class BoundedBody
{
    private const int FirstBuffer = 16 * 1024;

    /// <exception cref="IOException">The body is larger than <paramref name="limit"/>.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(FirstBuffer);
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        while (true)
        {
            var read = await stream.ReadAsync(buffer.GetMemory(FirstBuffer), cancellationToken);
            if (read == 0)
            {
                return buffer.WrittenMemory;
            }

            buffer.Advance(read);
            if (buffer.WrittenCount > limit)
            {
                throw new IOException($"The answer is larger than {limit} bytes.");
            }
        }
    }
}
