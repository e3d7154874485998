using System.Text.Json;

namespace Torghut.Trading.Api;

/// <summary>Reads small JSON objects of strings; anything else is refused.</summary>
internal static class RequestBody
{
    private const int MaxBytes = 4_096;
    private const int MaxText = 500;

    /// <summary>Refuses a body that is not said to be JSON.</summary>
    /// <exception cref="BadHttpRequestException">With the status to answer.</exception>
    public static void Demand(HttpRequest request)
    {
        if (!request.HasJsonContentType())
        {
            throw new BadHttpRequestException("The body must be JSON.", StatusCodes.Status415UnsupportedMediaType);
        }
    }

    /// <summary>The fields, or null when the body is not an object of short strings with exactly known names.</summary>
    /// <exception cref="BadHttpRequestException">The body is too large.</exception>
    public static async Task<IReadOnlyDictionary<string, string>?> ReadAsync(HttpRequest request, IReadOnlyCollection<string> known,
        CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > MaxBytes)
        {
            throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
        }

        if (length == 0)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(buffer.AsMemory(0, length), new JsonDocumentOptions { MaxDepth = 2, AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (!known.Contains(property.Name) || property.Value.ValueKind != JsonValueKind.String)
                {
                    return null;
                }

                var text = property.Value.GetString()!.Trim();
                if (text.Length is 0 or > MaxText)
                {
                    return null;
                }

                fields.Add(property.Name, text);
            }

            return fields;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
