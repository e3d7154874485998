using System.Text;
using System.Text.Json;

namespace Torghut.Alpaca;

/// <summary>Makes exceptions of refusals.</summary>
internal static class ApiErrors
{
    private const int MaxMessage = 512;
    private const int MaxBody = 2048;

    public static AlpacaApiException FromResponse(int status, ReadOnlySpan<byte> body, DateTimeOffset? reset, bool changes, string what)
    {
        var (code, message) = ReadBody(body);
        var refused = status is >= 400 and < 500 and not 408;
        return new AlpacaApiException($"{what} was answered with {status}: {Cut(message ?? "no message", MaxMessage)}")
        {
            Status = status,
            Code = code,
            IsTransient = status is 408 or 425 or 429 or >= 500,
            OutcomeUnknown = changes && !refused,
            RateLimitReset = reset,
            Body = Sample(body),
        };
    }

    public static string Sample(ReadOnlySpan<byte> body) => Cut(Encoding.UTF8.GetString(body[..Math.Min(body.Length, MaxBody)]), MaxBody);

    private static (long? Code, string? Message) ReadBody(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return (null, null);
            }

            long? code = document.RootElement.TryGetProperty("code", out var field) && field.ValueKind == JsonValueKind.Number
                && field.TryGetInt64(out var number)
                ? number
                : null;
            var message = document.RootElement.TryGetProperty("message", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
            return (code, message);
        }
        catch (JsonException)
        {
            // A proxy's page instead of the broker's JSON: the status alone has to do.
            return (null, null);
        }
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
