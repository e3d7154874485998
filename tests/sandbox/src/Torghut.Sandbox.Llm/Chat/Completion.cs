using System.Text.Json;

namespace Torghut.Sandbox.Llm.Chat;

/// <summary>The body of a chat completion.</summary>
internal static class Completion
{
    public const string Fingerprint = "fp_sandbox";

    /// <param name="request">What was asked.</param>
    /// <param name="number">The number of the request.</param>
    /// <param name="created">When.</param>
    /// <param name="content">What the model says; what is longer than the request allows is cut.</param>
    public static byte[] Of(ChatRequest request, long number, DateTimeOffset created, string content)
    {
        var tokens = ChatRequest.TokensOf(content);
        var left = request.MaxTokens - request.Model.ReasoningTokens ?? int.MaxValue;
        return left switch
        {
            // The budget went into reasoning that nobody sees.
            <= 0 => Of(request, number, created, null, "length", request.MaxTokens!.Value),
            _ when tokens > left => Of(request, number, created, Cut(content, left), "length", request.Model.ReasoningTokens),
            _ => Of(request, number, created, content, "stop", request.Model.ReasoningTokens),
        };
    }

    public static byte[] Of(
        ChatRequest request, long number, DateTimeOffset created, string? content, string finish, int reasoning, string? refusal = null)
    {
        var completion = reasoning + ChatRequest.TokensOf(content ?? refusal ?? "");
        return JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object?>
        {
            ["id"] = $"chatcmpl-sandbox-{number:00000000}",
            ["object"] = "chat.completion",
            ["created"] = created.ToUnixTimeSeconds(),
            ["model"] = request.Model.Name,
            ["choices"] = new[]
            {
                new
                {
                    index = 0,
                    message = new { role = "assistant", content, refusal, annotations = Array.Empty<object>() },
                    logprobs = (object?)null,
                    finish_reason = finish,
                },
            },
            ["usage"] = new
            {
                prompt_tokens = request.PromptTokens,
                completion_tokens = completion,
                total_tokens = request.PromptTokens + completion,
                prompt_tokens_details = new { cached_tokens = 0, audio_tokens = 0 },
                completion_tokens_details = new
                {
                    reasoning_tokens = reasoning,
                    audio_tokens = 0,
                    accepted_prediction_tokens = 0,
                    rejected_prediction_tokens = 0,
                },
            },
            ["service_tier"] = "default",
            ["system_fingerprint"] = Fingerprint,
        });
    }

    private static string Cut(string content, int tokens) => content[..Math.Min(content.Length, tokens * 4)];
}
