using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Torghut.Sandbox.ClickHouse.Engine;

namespace Torghut.Sandbox.ClickHouse.Http;

/// <summary>Fields of a multipart/form-data body. ClickHouse takes a field as if it stood in the address; a file is an external table.</summary>
internal static class RequestForm
{
    private const int LongestField = 64 << 20;
    private const int LongestBoundary = 200;
    private const int MaxFields = 10_000;

    /// <summary>Whether the request's body is a form.</summary>
    public static bool Is(HttpRequest request) => request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Reads the fields; none when the body is not a form.</summary>
    /// <exception cref="EngineException">It is not well formed, too long, or holds an external table.</exception>
    public static async Task<IReadOnlyList<KeyValuePair<string, string>>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!Is(request))
        {
            return [];
        }

        _ = MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type);
        string boundary = HeaderUtilities.RemoveQuotes(type?.Boundary ?? default).ToString();
        if (boundary.Length is 0 or > LongestBoundary)
        {
            throw Malformed("its boundary is missing or too long");
        }

        var reader = new MultipartReader(boundary, request.Body);
        var fields = new List<KeyValuePair<string, string>>();
        try
        {
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                if (fields.Count == MaxFields)
                {
                    throw Malformed($"it has more than {MaxFields} fields");
                }

                fields.Add(await ReadFieldAsync(section, cancellationToken));
            }
        }
        catch (Exception error) when (error is InvalidDataException || (error is IOException && !cancellationToken.IsCancellationRequested))
        {
            throw Malformed(error.Message);
        }

        return fields;
    }

    private static async Task<KeyValuePair<string, string>> ReadFieldAsync(MultipartSection section, CancellationToken cancellationToken)
    {
        ContentDispositionHeaderValue? disposition = section.GetContentDispositionHeader();
        string name = HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).ToString();
        if (name.Length == 0)
        {
            throw Malformed("a part has no name");
        }

        if (disposition!.FileName.Length > 0 || disposition.FileNameStar.Length > 0)
        {
            throw EngineException.Of(ErrorCodes.NotImplemented, $"The external table {name} is not supported by the sandbox", "NOT_IMPLEMENTED");
        }

        using var value = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await section.Body.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (value.Length + read > LongestField)
            {
                throw EngineException.Of(ErrorCodes.QueryIsTooLarge, $"The field {name} is too large", "QUERY_IS_TOO_LARGE");
            }

            value.Write(chunk, 0, read);
        }

        return new KeyValuePair<string, string>(name, Encoding.UTF8.GetString(value.GetBuffer(), 0, (int)value.Length));
    }

    private static EngineException Malformed(string why) =>
        EngineException.Of(ErrorCodes.BadArguments, "Cannot parse the multipart/form-data body: " + why, "BAD_ARGUMENTS");
}
