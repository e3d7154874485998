using System.Text.Json;
using Torghut.Sandbox.Llm.Answers;

namespace Torghut.Sandbox.Llm.Tests;

/// <summary>The panel and what each answer is on the wire.</summary>
public sealed class AnswerTests
{
    private RunningProvider _provider = null!;

    [SetUp]
    public async Task StartProvider() => _provider = await RunningProvider.StartAsync();

    [TearDown]
    public async Task StopProvider() => await _provider.DisposeAsync();

    [TestCase(AnswerKinds.Approve)]
    [TestCase(AnswerKinds.Veto)]
    [TestCase(AnswerKinds.Adjust)]
    [TestCase(AnswerKinds.Abstain)]
    [TestCase(AnswerKinds.Escalate)]
    public async Task Verdict_OfTheScript_IsAboutWhatWasAsked(string verdict)
    {
        _provider.Server.Script(verdict);
        var said = Content((await _provider.AskAsync()).Body);
        Assert.That(said.GetProperty("subject").GetString(), Is.EqualTo("0123456789abcdef:AAPL:buy"));
        Assert.That(said.GetProperty("verdict").GetString(), Is.EqualTo(verdict));
        Assert.That(said.GetProperty("adjusted_qty").ValueKind, Is.EqualTo(verdict == AnswerKinds.Adjust ? JsonValueKind.Number : JsonValueKind.Null));
    }

    [Test]
    public async Task Review_SameDecision_SameAnswer()
    {
        var first = Content((await _provider.AskAsync()).Body).GetRawText();
        Assert.That(Content((await _provider.AskAsync()).Body).GetRawText(), Is.EqualTo(first));
    }

    [Test]
    public async Task Panel_Answers_OneARequestAndTheLastForGood()
    {
        var put = await _provider.SendAsync(HttpMethod.Put, "/_answers", new { answers = new[] { "http_500", "empty", "veto" } });
        Assert.That(put.Status, Is.EqualTo(200));
        Assert.That((await _provider.AskAsync()).Status, Is.EqualTo(500));
        Assert.That(Text((await _provider.AskAsync()).Body), Is.Empty);
        for (var again = 0; again < 2; again++)
        {
            Assert.That(Content((await _provider.AskAsync()).Body).GetProperty("verdict").GetString(), Is.EqualTo("veto"));
        }

        Assert.That((await _provider.SendAsync(HttpMethod.Get, "/_answers")).Body.GetProperty("asked").GetInt64(), Is.EqualTo(4));
        Assert.That((await _provider.SendAsync(HttpMethod.Get, "/_requests")).Body.GetArrayLength(), Is.EqualTo(4));
        Assert.That((await _provider.SendAsync(HttpMethod.Delete, "/_answers")).Body.GetProperty("answers")[0].GetString(), Is.EqualTo("review"));
    }

    [TestCase("""{"answers":["nothing"]}""")]
    [TestCase("""{"answers":[]}""")]
    [TestCase("""{"faults":["veto"]}""")]
    public async Task Panel_WhatItDoesNotKnow_IsRefused(string body) =>
        Assert.That((await _provider.SendAsync(HttpMethod.Put, "/_answers", JsonSerializer.Deserialize<JsonElement>(body))).Status, Is.EqualTo(400));

    [TestCase(AnswerKinds.Refusal, "stop", true)]
    [TestCase(AnswerKinds.ContentFilter, "content_filter", false)]
    [TestCase(AnswerKinds.Reasoning, "length", false)]
    public async Task Answer_WithoutContent_SaysWhy(string answer, string finish, bool refuses)
    {
        _provider.Server.Script(answer);
        var choice = (await _provider.AskAsync(more: new() { ["max_completion_tokens"] = 300 })).Body.GetProperty("choices")[0];
        Assert.That(choice.GetProperty("finish_reason").GetString(), Is.EqualTo(finish));
        Assert.That(choice.GetProperty("message").GetProperty("content").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(choice.GetProperty("message").GetProperty("refusal").ValueKind, Is.EqualTo(refuses ? JsonValueKind.String : JsonValueKind.Null));
    }

    [TestCase(AnswerKinds.Cut)]
    [TestCase(AnswerKinds.Reset)]
    public void Connection_OfABrokenAnswer_Breaks(string answer)
    {
        _provider.Server.Script(answer);
        Assert.That(async () => await _provider.AskAsync(), Throws.InstanceOf<HttpRequestException>().Or.InstanceOf<IOException>());
    }

    [Test]
    public async Task Hang_ProviderStops_ItDoesNotWaitForIt()
    {
        _provider.Server.Script(AnswerKinds.Hang);
        var asking = _provider.AskAsync();
        while (_provider.Server.Asked == 0)
        {
            await Task.Yield();
        }

        await _provider.DisposeAsync();
        Assert.That(async () => await asking, Throws.Exception);
    }

    [TestCase("sandbox-chat", "max_tokens", 200)]
    [TestCase("sandbox-chat", "max_completion_tokens", 200)]
    [TestCase("sandbox-reasoning", "max_tokens", 400)]
    [TestCase("sandbox-reasoning", "max_completion_tokens", 200)]
    [TestCase("sandbox-reasoning", "temperature", 400)]
    [TestCase("sandbox-older", "max_tokens", 200)]
    [TestCase("sandbox-older", "max_completion_tokens", 400)]
    [TestCase("sandbox-chat", "stream_options", 400)]
    [TestCase("sandbox-none", "max_tokens", 404)]
    public async Task Parameter_OfAModel_IsTakenOrNamed(string model, string parameter, int status)
    {
        var (got, body) = await _provider.AskAsync(model, new() { [parameter] = 1 });
        Assert.That(got, Is.EqualTo(status), body.GetRawText());
        if (status == 400 && parameter != "stream_options")
        {
            Assert.That(body.GetProperty("error").GetProperty("param").GetString(), Is.EqualTo(parameter));
        }
    }

    [TestCase("""{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}""", 200)]
    [TestCase("""{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}""", 400)]
    [TestCase("""{"type":"object","properties":{"a":{"type":"string"}},"required":[],"additionalProperties":false}""", 400)]
    public async Task Schema_Strict_NamesAllAndAllowsNoOther(string schema, int status)
    {
        var format = new { type = "json_schema", json_schema = new { name = "a", strict = true, schema = JsonSerializer.Deserialize<JsonElement>(schema) } };
        Assert.That((await _provider.AskAsync(more: new() { ["response_format"] = format })).Status, Is.EqualTo(status));
    }

    [Test]
    public async Task User_WhoAsksSomethingElse_GetsASentence() =>
        Assert.That(Text((await _provider.AskAsync(user: "What is the weather?")).Body), Does.StartWith("This is Torghut's sandbox"));

    private static string? Text(JsonElement body) => body.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString();

    private static JsonElement Content(JsonElement body)
    {
        using var document = JsonDocument.Parse(Text(body)!);
        return document.RootElement.Clone();
    }
}
