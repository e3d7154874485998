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
            Read(document.RootElement);
            return document.RootElement.Clone();
        }
        catch (Exception notText) when (notText is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The parser lets half a surrogate pair and bytes that are no UTF-8 through; whoever asks for such a text later would fail.</summary>
    private static void Read(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Read(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    _ = property.Name;
                    Read(property.Value);
                }

                break;
            default:
                break;
        }
    }
}
