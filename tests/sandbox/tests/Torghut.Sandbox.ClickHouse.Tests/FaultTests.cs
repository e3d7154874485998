using System.Net;
using System.Net.Http.Json;

namespace Torghut.Sandbox.ClickHouse.Tests;

public sealed class FaultTests
{
    private static Uri Panel => new(TestServer.Address, "/_faults");

    [TearDown]
    public async Task ResetAsync() => (await TestServer.Http.DeleteAsync(Panel)).Dispose();

    [Test]
    public async Task FailTimes_Counted_ThenItWorksAgain()
    {
        await SetAsync(new { failTimes = 2, failCode = 241, onlyKeyword = "SELECT" });
        var statuses = new List<string>();
        foreach (string sql in (string[])["SELECT 1", "SHOW DATABASES", "SELECT 1", "SELECT 1"])
        {
            using HttpResponseMessage response = await TestServer.PostAsync(sql);
            statuses.Add(response.Headers.TryGetValues("X-ClickHouse-Exception-Code", out IEnumerable<string>? codes) ? codes.Single() : "ok");
        }

        Assert.That(statuses, Is.EqualTo(new[] { "241", "ok", "241", "ok" }));
    }

    [Test]
    public async Task Refuse_EveryConnection_IsDroppedAndPingToo()
    {
        await SetAsync(new { refuse = true });
        Assert.That(async () => await TestServer.Http.GetAsync(new Uri(TestServer.Address, "/ping")), Throws.TypeOf<HttpRequestException>());
        Assert.That(async () => await TestServer.PostAsync("SELECT 1"), Throws.TypeOf<HttpRequestException>());
    }

    [Test]
    public async Task DelayMs_Query_Waits()
    {
        await SetAsync(new { delayMs = 150 });
        long before = TimeProvider.System.GetTimestamp();
        await TestServer.QueryAsync("SELECT 1");
        Assert.That(TimeProvider.System.GetElapsedTime(before), Is.GreaterThanOrEqualTo(TimeSpan.FromMilliseconds(149)));
    }

    [TestCase("""{"loseAnswers":2,"breakAnswers":3}""")]
    [TestCase("""{"loseResponses":2,"breakResponses":3}""")]
    public async Task Put_NewAndFormerNames_AreOneFault(string faults)
    {
        using HttpResponseMessage response = await TestServer.Http.PutAsync(Panel, new StringContent(faults));
        string shown = await response.Content.ReadAsStringAsync();
        Assert.That(shown, Does.Contain("\"loseResponses\":2").And.Contain("\"breakResponses\":3").And.Not.Contain("Answers"));
    }

    [TestCase("""{"delayMs":-1}""")]
    [TestCase("""{"nothing":1}""")]
    [TestCase("not json")]
    public async Task Put_WhatItDoesNotKnow_IsRefused(string faults)
    {
        using HttpResponseMessage response = await TestServer.Http.PutAsync(Panel, new StringContent(faults));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    private static async Task SetAsync(object faults)
    {
        using HttpResponseMessage response = await TestServer.Http.PutAsJsonAsync(Panel, faults);
        response.EnsureSuccessStatusCode();
    }
}
