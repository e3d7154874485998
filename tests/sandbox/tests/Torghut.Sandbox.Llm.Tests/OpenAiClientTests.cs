using System.Text.Json;
using Torghut.Testing;

namespace Torghut.Sandbox.Llm.Tests;

/// <summary>npm openai, OpenAI's own JavaScript client, against the provider.</summary>
public sealed class OpenAiClientTests
{
    [Test]
    public async Task PublicClient_EveryAnswer_IsWhatItTakesItFor()
    {
        await using var provider = await RunningProvider.StartAsync();
        var address = provider.Server.BaseAddress.ToString();
        var job = JsonSerializer.Serialize(new { address, key = RunningProvider.Key, decision = RunningProvider.Decision });
        using var response = JsonDocument.Parse(await NodeInteropClient.RunAsync("openai-client.mjs", job));
        var seen = response.RootElement;

        Assert.Multiple(() =>
        {
            Assert.That(seen.GetProperty("models").EnumerateArray().Select(model => model.GetString()),
                Is.EqualTo(new[] { "sandbox-chat", "sandbox-reasoning", "sandbox-older" }));
            Assert.That(seen.GetProperty("parsed").GetProperty("verdict").GetString(), Is.EqualTo("approve"));
            Assert.That(seen.GetProperty("usage").GetProperty("total_tokens").GetInt32(), Is.GreaterThan(10));
            Assert.That(seen.GetProperty("requestId").GetString(), Does.StartWith("req_sandbox_"));
            Assert.That(seen.GetProperty("slow").GetString(), Is.EqualTo("veto or approve or abstain"));
        });
        foreach (var (answer, error) in new[]
        {
            ("http_400", "BadRequestError 400"), ("http_401", "AuthenticationError 401 invalid_api_key"),
            ("http_429", "RateLimitError 429 rate_limit_exceeded"),
            ("http_500", "InternalServerError 500"), ("other_parameters", "BadRequestError 400 unsupported_value temperature"),
            ("hang", "APIConnectionTimeoutError"),
            ("reset", "APIConnectionError"), ("garbage", "broken"), ("refusal", "refused"), ("reasoning", "length"),
            ("content_filter", "content_filter"), ("model", "NotFoundError 404 model_not_found"), ("key", "AuthenticationError 401 invalid_api_key"),
        })
        {
            Assert.That(seen.GetProperty("errors").GetProperty(answer).GetString(), Is.EqualTo(error), answer);
        }

        // The client tells a body that breaks off by what its runtime saw first: the end of the connection, or half of the text.
        Assert.That(seen.GetProperty("errors").GetProperty("cut").GetString(), Is.AnyOf("APIConnectionError", "broken"));
    }
}
