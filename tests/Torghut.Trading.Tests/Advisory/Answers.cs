using System.Text;
using System.Text.Json;

namespace Torghut.Trading.Tests.Advisory;

/// <summary>Answers and bodies of chat completions, good ones and ones that went wrong in one way.</summary>
internal static class Answers
{
    public const string Subject = "0123456789abcdef:AAPL:buy";

    public static string Good(string verdict = "approve", string confidence = "0.9", string more = "", string subject = Subject) =>
        $$"""{"subject":"{{subject}}","verdict":"{{verdict}}","confidence":{{confidence}},"rationale":"macd above signal","risk_flags":[]{{more}}}""";

    /// <summary>The body of a completion.</summary>
    public static string Body(string? content, string finish = "stop", string model = "m-1", string more = "")
    {
        var message = "{\"role\":\"assistant\",\"content\":" + JsonSerializer.Serialize(content) + more + "}";
        return $$"""
            {"id":"c","object":"chat.completion","created":1,"model":"{{model}}","system_fingerprint":"fp_1",
             "choices":[{"index":0,"finish_reason":{{JsonSerializer.Serialize(finish)}},"message":{{message}} }],
             "usage":{"prompt_tokens":700,"completion_tokens":60,"total_tokens":760} }
            """;
    }

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
