using System.Text;

namespace Torghut.Trading.Advisory;

/// <summary>An endpoint may send back the key that it was sent, to be stored: it is struck out before anybody reads the bytes (OWASP LLM02).</summary>
internal static class Redaction
{
    private const int Shortest = 8;

    /// <summary>As for the bytes, where the answer's own escapes hid it in them.</summary>
    public static ReadReply Apply(ReadReply read, ProviderOptions options) => read with
    {
        Advice = read.Advice is { } advice ? advice with { Rationale = Strike(advice.Rationale, options)! } : null,
        Model = Strike(read.Model, options),
        Fingerprint = Strike(read.Fingerprint, options),
    };

    public static ProviderReply Apply(ProviderReply reply, ProviderOptions options)
    {
        byte[]? struck = null;
        foreach (var key in Keys(options))
        {
            var secret = Encoding.UTF8.GetBytes(key);
            for (var at = reply.Body.Span.IndexOf(secret); at >= 0;)
            {
                struck ??= reply.Body.ToArray();
                struck.AsSpan(at, secret.Length).Fill((byte)'*');
                var next = reply.Body.Span[(at + 1)..].IndexOf(secret);
                at = next < 0 ? -1 : at + 1 + next;
            }
        }

        return struck is null ? reply : reply with { Body = struck };
    }

    private static string? Strike(string? text, ProviderOptions options) =>
        Keys(options).Aggregate(text, (struck, key) => struck?.Replace(key, "***", StringComparison.Ordinal));

    private static IEnumerable<string> Keys(ProviderOptions options) =>
        new[] { options.ApiKey, options.SelfHostedApiKey }.Where(key => key.Length >= Shortest);
}
