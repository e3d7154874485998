using System.Text.Json;

namespace Torghut.Ops.Http;

/// <summary>Reads request bodies that may come from anyone.</summary>
internal static class BoundedBody
{
    /// <summary>The body as JSON; null when it is no JSON.</summary>
    /// <exception cref="BadHttpRequestException">It is not said to be JSON, or larger than allowed.</exception>
    public static async Task<JsonElement?> ReadJsonAsync(HttpRequest request, int maxBytes)
    {
        if (!request.HasJsonContentType())
        {
            throw new BadHttpRequestException("The body must be JSON.", StatusCodes.Status415UnsupportedMediaType);
        }

        using var buffer = new MemoryStream();
        var chunk = new byte[16 << 10];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, request.HttpContext.RequestAborted)) > 0)
        {
            if (buffer.Length + read > maxBytes)
            {
                throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
            }

            buffer.Write(chunk, 0, read);
        }

        try
        {
            using var document = JsonDocument.Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
