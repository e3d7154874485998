using System.Text;
using System.Text.Json;

namespace Torghut.Trading.Advisory;

/// <summary>
/// Reads the body of a chat completion: a pure function of the bytes, so that what was stored gives the same outcome at any later time. Only
/// <c>finish_reason</c> <c>stop</c> can be <see cref="ReviewOutcome.Ok"/>.
/// </summary>
internal static class CompletionReader
{
    /// <summary>More is not read from the connection.</summary>
    public const int MaxBytes = 65_536;

    private const int MaxWord = 128;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    private static readonly string[] Parameters =
        ["max_completion_tokens", "max_tokens", "temperature", "response_format", "json_schema", "model", "messages", "stream", "n"];

    /// <param name="reply">What came back.</param>
    /// <param name="subject">What was asked about.</param>
    public static ReadReply Read(ProviderReply reply, string subject)
    {
        if (reply.Fault is { } fault)
        {
            return new ReadReply(fault);
        }

        if (reply.Status is not 200)
        {
            var outcome = OfStatus(reply.Status ?? 0);
            return new ReadReply(outcome) { RefusedParameter = reply.Status is 400 or 422 ? Parameter(reply.Body) : null };
        }

        if (reply.Body.Length >= MaxBytes)
        {
            return new ReadReply(ReviewOutcome.Oversized);
        }

        try
        {
            using var document = JsonDocument.Parse(reply.Body, Strict);
            return ReadBody(document.RootElement, subject);
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException)
        {
            return new ReadReply(reply.Body.IsEmpty ? ReviewOutcome.Empty : ReviewOutcome.NotJson);
        }
    }

    private static ReviewOutcome OfStatus(int status) => status switch
    {
        401 => ReviewOutcome.Http401,
        429 => ReviewOutcome.Http429,
        >= 500 => ReviewOutcome.Http5xx,
        _ => ReviewOutcome.Http4xx,
    };

    /// <summary>The parameter that a refusal names in quotation marks; only words of ours are taken from it.</summary>
    private static string? Parameter(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            var error = Property(document.RootElement, "error");
            var named = Property(error, "param").ToString();
            var text = Property(error, "message").ToString();
            return Parameters.FirstOrDefault(name => name == named) ?? Parameters
                .Select(name => (Name: name, At: text.IndexOf($"'{name}'", StringComparison.Ordinal)))
                .Where(found => found.At >= 0).OrderBy(found => found.At).Select(found => found.Name).FirstOrDefault();
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static ReadReply ReadBody(JsonElement root, string subject)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return new ReadReply(ReviewOutcome.WrongType);
        }

        var usage = Property(root, "usage");
        var read = new ReadReply(ReviewOutcome.Empty)
        {
            Model = Word(Property(root, "model")),
            Fingerprint = Word(Property(root, "system_fingerprint")),
            PromptTokens = Count(Property(usage, "prompt_tokens")),
            CompletionTokens = Count(Property(usage, "completion_tokens")),
        };
        var choices = Property(root, "choices");
        if (choices.ValueKind != JsonValueKind.Array || choices.GetArrayLength() != 1)
        {
            var many = choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 1;
            return read with { Outcome = many ? ReviewOutcome.TrailingData : ReviewOutcome.MissingField };
        }

        var parsed = ReadChoice(choices[0], subject);
        return read with { Outcome = parsed.Outcome, Advice = parsed.Advice };
    }

    private static ParsedAnswer ReadChoice(JsonElement choice, string subject)
    {
        var message = Property(choice, "message");
        var reason = Property(choice, "finish_reason");
        var refusal = Property(message, "refusal");
        if (refusal.ValueKind == JsonValueKind.String && refusal.GetString()!.Length > 0)
        {
            return ReviewOutcome.Refusal;
        }

        switch (reason.ValueKind == JsonValueKind.String ? reason.GetString() : null)
        {
            case "stop":
                break;
            case "length":
                return ReviewOutcome.Truncated;
            case "content_filter":
                return ReviewOutcome.ContentFilter;
            case null:
                return ReviewOutcome.MissingField;
            default:
                return ReviewOutcome.OutOfRange;
        }

        var content = Property(message, "content");
        return content.ValueKind switch
        {
            JsonValueKind.String => AnswerParser.Parse(Encoding.UTF8.GetBytes(content.GetString()!), subject),
            JsonValueKind.Null or JsonValueKind.Undefined => ReviewOutcome.Empty,
            _ => ReviewOutcome.WrongType,
        };
    }

    private static JsonElement Property(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    /// <summary>A name from outside, if it is one: it is shown and compared.</summary>
    private static string? Word(JsonElement element) =>
        element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 and <= MaxWord } text
        && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or ':' or '/' or '@')
            ? text
            : null;

    private static int? Count(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var count) && count >= 0 ? count : null;
}
