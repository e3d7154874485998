using ClickHouse.Driver.Compression;

namespace Torghut.ClickHouse.Exchange;

/// <summary>Reads the body of an answer, decompressed, within a bound.</summary>
internal static class ResponseBody
{
    private const int ChunkBytes = 32 * 1024;

    /// <exception cref="InvalidDataException">It is longer than <paramref name="limit"/>, or is not compressed as it says.</exception>
    public static async Task<ArraySegment<byte>> ReadAsync(
        HttpResponseMessage response, IClickHouseCompressor? compressor, int limit, CancellationToken cancellationToken)
    {
        (ArraySegment<byte> body, bool isWhole) = await ReadUpToAsync(response, compressor, limit, cancellationToken);
        return isWhole ? body : throw new InvalidDataException($"The answer is longer than {limit} bytes.");
    }

    /// <summary>The first bytes of an error's text; what is longer is left where it is.</summary>
    public static async Task<ArraySegment<byte>> ReadStartAsync(
        HttpResponseMessage response, IClickHouseCompressor? compressor, int limit, CancellationToken cancellationToken) =>
        (await ReadUpToAsync(response, compressor, limit, cancellationToken)).Body;

    private static async Task<(ArraySegment<byte> Body, bool IsWhole)> ReadUpToAsync(
        HttpResponseMessage response, IClickHouseCompressor? compressor, int limit, CancellationToken cancellationToken)
    {
        await using Stream sent = await response.Content.ReadAsStreamAsync(cancellationToken);
        string encoding = string.Join(", ", response.Content.Headers.ContentEncoding);
        if (encoding is "" or "identity")
        {
            return await CopyAsync(sent, limit, cancellationToken);
        }

        if (compressor is null || encoding != compressor.ContentEncoding)
        {
            throw new InvalidDataException($"The answer is compressed with {encoding}, which was not asked for.");
        }

        try
        {
            await using Stream plain = compressor.Decompress(sent, leaveOpen: true);
            return await CopyAsync(plain, limit, cancellationToken);
        }
        catch (Exception error) when (error is not (OperationCanceledException or HttpRequestException or IOException))
        {
            throw new InvalidDataException($"The answer is not {encoding} as it says: {error.Message}", error);
        }
    }

    private static async Task<(ArraySegment<byte> Body, bool IsWhole)> CopyAsync(Stream source, int limit, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        // Handed on as it is: a copy of a large answer would lie on the large-object heap a second time.
        ArraySegment<byte> Written() => new(body.GetBuffer(), 0, (int)body.Length);
        var chunk = new byte[ChunkBytes];
        int read;
        while ((read = await source.ReadAsync(chunk, cancellationToken)) > 0)
        {
            int room = limit - (int)body.Length;
            body.Write(chunk, 0, Math.Min(read, room));
            if (read > room)
            {
                return (Written(), false);
            }
        }

        return (Written(), true);
    }
}
