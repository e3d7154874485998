using System.Text;

namespace Torghut.Trading.Advisory;

/// <summary>
/// An endpoint may send back the key that it was sent, to be stored: it is struck out before anybody reads the bytes, also where escapes hide it in them
/// (OWASP LLM02).
/// </summary>
internal static class Redaction
{
    private const int Shortest = 8;

    /// <summary>The body's own escapes, those of the answer in it, and those of JSON in one of the answer's texts.</summary>
    private const int Levels = 3;

    private static readonly byte[] Struck = "***"u8.ToArray();

    /// <summary>As for the bytes, for whatever came by another way.</summary>
    public static ReadReply Apply(ReadReply read, ProviderOptions options) => read with
    {
        Advice = read.Advice is { } advice ? advice with { Rationale = Strike(advice.Rationale, options)! } : null,
        Model = Strike(read.Model, options),
        Fingerprint = Strike(read.Fingerprint, options),
    };

    public static ProviderReply Apply(ProviderReply reply, ProviderOptions options)
    {
        var hidden = new bool[reply.Body.Length];
        var found = false;
        var text = JsonEscapes.Of(reply.Body.Span);
        for (var level = 0; level <= Levels && text is not null; level++)
        {
            foreach (var key in Keys(options))
            {
                found |= Mark(text, Encoding.UTF8.GetBytes(key), hidden);
            }

            text = text.Unescape();
        }

        return found ? reply with { Body = Strike(reply.Body.Span, hidden) } : reply;
    }

    /// <summary>Marks what every occurrence was made from.</summary>
    private static bool Mark(JsonEscapes text, ReadOnlySpan<byte> secret, Span<bool> hidden)
    {
        var found = false;
        for (var at = 0; text.Bytes.AsSpan(at).IndexOf(secret) is >= 0 and var next; found = true)
        {
            at += next;
            hidden[text.Starts[at]..text.Starts[at + secret.Length]].Fill(true);
            at++;
        }

        return found;
    }

    /// <summary>Stars in the place of what is marked; at the end the length is as before, so that what was cut off for it stays so.</summary>
    private static byte[] Strike(ReadOnlySpan<byte> body, ReadOnlySpan<bool> hidden)
    {
        var struck = new List<byte>(body.Length);
        for (var at = 0; at < body.Length; at++)
        {
            if (!hidden[at])
            {
                struck.Add(body[at]);
            }
            else if (at == 0 || !hidden[at - 1])
            {
                struck.AddRange(Struck);
            }
        }

        struck.AddRange(Enumerable.Repeat((byte)' ', Math.Max(0, body.Length - struck.Count)));
        return [.. struck];
    }

    private static string? Strike(string? text, ProviderOptions options) =>
        Keys(options).Aggregate(text, (struck, key) => struck?.Replace(key, "***", StringComparison.Ordinal));

    private static IEnumerable<string> Keys(ProviderOptions options) =>
        new[] { options.ApiKey, options.SelfHostedApiKey }.Where(key => key.Length >= Shortest);
}
