using System.Text.Json;
using Torghut.Trading.Advisory;

namespace Torghut.Trading.Tests.Advisory;

/// <summary>What a provider sends, and the one outcome that each has.</summary>
public sealed class CompletionReaderTests
{
    private static IEnumerable<TestCaseData> Bodies()
    {
        var good = Answers.Good();
        (string Name, int Status, string Body, string Outcome)[] cases =
        [
            ("good", 200, Answers.Body(good), "ok"),
            ("refusal", 200, Answers.Body(null, more: ",\"refusal\":\"I cannot help with trading.\""), "refusal"),
            ("refusal beside an answer", 200, Answers.Body(good, more: ",\"refusal\":\"no\""), "refusal"),
            ("content filter", 200, Answers.Body(good, "content_filter"), "content_filter"),
            ("length", 200, Answers.Body(good, "length"), "truncated"),
            ("reasoning that ate the budget", 200, Answers.Body(null, "length"), "truncated"),
            ("a tool's call", 200, Answers.Body(good, "tool_calls"), "out_of_range"),
            ("null content", 200, Answers.Body(null), "empty"),
            ("empty content", 200, Answers.Body(""), "empty"),
            ("no body", 200, "", "empty"),
            ("html", 200, "<html>ok</html>", "not_json"),
            ("cut body", 200, Answers.Body(good)[..^5], "not_json"),
            ("content twice", 200, Answers.Body(good, more: ",\"content\":\"x\""), "not_json"),
            ("array", 200, "[]", "wrong_type"),
            ("no choices", 200, "{}", "missing_field"),
            ("two choices", 200, "{\"choices\":[{},{}]}", "trailing_data"),
            ("no finish reason", 200, Answers.Body(good).Replace("\"stop\"", "null", StringComparison.Ordinal), "missing_field"),
            ("content in parts", 200, Answers.Body("x").Replace("\"x\"", "[{\"type\":\"text\"}]", StringComparison.Ordinal), "wrong_type"),
            ("oversized", 200, new string(' ', CompletionReader.MaxBytes), "oversized"),
            ("oversized content", 200, Answers.Body(new string('x', 10_000)), "oversized"),
            ("prose", 200, Answers.Body("Sure! " + good), "not_json"),
            ("bad request", 400, "{\"error\":{\"message\":\"no\"}}", "http_4xx"),
            ("a redirect", 302, "", "http_4xx"),
            ("forbidden", 403, "", "http_4xx"),
            ("unauthorised", 401, "", "http_401"),
            ("rate", 429, "", "http_429"),
            ("broken", 500, "", "http_5xx"),
            ("away", 503, good, "http_5xx"),
        ];
        return cases.Select(one => new TestCaseData(one.Status, one.Body, one.Outcome).SetName($"Read_{one.Name}"));
    }

    [TestCaseSource(nameof(Bodies))]
    public void Read_Body_HasItsOutcome(int status, string body, string outcome)
    {
        var read = CompletionReader.Read(new ProviderReply(null, status, Answers.Utf8(body)), Answers.Subject);
        Assert.That(read.Outcome.Code(), Is.EqualTo(outcome));
        Assert.That(read.Advice is not null, Is.EqualTo(outcome == "ok"));
    }

    [TestCase("timeout")]
    [TestCase("late")]
    [TestCase("connection")]
    [TestCase("budget_exhausted")]
    [TestCase("circuit_open")]
    [TestCase("prompt_missing")]
    public void Read_NoReply_IsItsFault(string outcome) =>
        Assert.That(CompletionReader.Read(ProviderReply.Of(ReviewOutcomes.Of(outcome)), Answers.Subject).Outcome.Code(), Is.EqualTo(outcome));

    [TestCase("max_tokens", "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.")]
    [TestCase("temperature", "Unsupported value: 'temperature' does not support 0.2 with this model.")]
    [TestCase(null, "Something went wrong with the-secret-key")]
    public void Read_RefusedParameter_IsNamedByAWordOfOurs(string? parameter, string message)
    {
        var body = JsonSerializer.Serialize(new { error = new { message, type = "invalid_request_error" } });
        Assert.That(CompletionReader.Read(new ProviderReply(null, 400, Answers.Utf8(body)), Answers.Subject).RefusedParameter, Is.EqualTo(parameter));
    }

    [Test]
    public void Read_Usage_WhatIsNoCountIsUnknown()
    {
        var body = Answers.Body(Answers.Good()).Replace("700", "-7", StringComparison.Ordinal).Replace("\"m-1\"", "\"m 1\\n\"", StringComparison.Ordinal);
        var read = CompletionReader.Read(new ProviderReply(null, 200, Answers.Utf8(body)), Answers.Subject);
        Assert.That((read.PromptTokens, read.CompletionTokens, read.Model, read.Fingerprint), Is.EqualTo(((int?)null, (int?)60, (string?)null, "fp_1")));
    }

    [Test]
    public void Codes_All_AreDifferentAndRead() =>
        Assert.That(ReviewOutcomes.All.Select(outcome => ReviewOutcomes.Of(outcome.Code())), Is.EqualTo(ReviewOutcomes.All));
}
