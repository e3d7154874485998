namespace Torghut.Sandbox.ClickHouse.Tests;

public sealed class SessionTests
{
    [TestCase("session_check=1", "372")]
    [TestCase("session_timeout=soon", "374")]
    [TestCase("session_timeout=3601", "374")]
    public async Task Session_AskedForWrongly_IsRefusedByNumber(string query, string code)
    {
        using HttpResponseMessage response = await TestServer.PostAsync("SELECT 1", $"session_id={Guid.NewGuid()}&{query}");
        Assert.That(response.Headers.GetValues("X-ClickHouse-Exception-Code").Single(), Is.EqualTo(code));
    }

    [Test]
    public async Task Session_Used_IsThereForACheck()
    {
        string session = "session_id=" + Guid.NewGuid();
        await TestServer.QueryAsync("SET max_block_size = 4321", session);
        Assert.That(await TestServer.QueryAsync("SELECT getSetting('max_block_size')", session + "&session_check=1"), Is.EqualTo("4321"));
    }

    [TestCase("close_session=1")]
    [TestCase("session_timeout=0")]
    public async Task Session_ClosedOrOutOfTime_IsGone(string last)
    {
        string session = "session_id=" + Guid.NewGuid();
        await TestServer.QueryAsync("SET max_block_size = 4321", session);
        await TestServer.QueryAsync("SELECT 1", session + "&" + last);
        using HttpResponseMessage response = await TestServer.PostAsync("SELECT 1", session + "&session_check=1");
        Assert.That(response.Headers.GetValues("X-ClickHouse-Exception-Code").Single(), Is.EqualTo("372"));
    }

    [Test]
    public async Task Session_Use_HoldsUntilARequestNamesADatabaseForItself()
    {
        string session = "session_id=" + Guid.NewGuid();
        await TestServer.QueryAsync("USE system", session);
        Assert.That(await TestServer.QueryAsync("SELECT currentDatabase()", session), Is.EqualTo("system"));
        Assert.That(await TestServer.QueryAsync("SELECT currentDatabase()", session + "&database=torghut"), Is.EqualTo("torghut"));
        Assert.That(await TestServer.QueryAsync("SELECT currentDatabase()", session), Is.EqualTo("system"));
    }

    [Test]
    public async Task Session_RefusedSetting_LeavesItAsItWas()
    {
        string session = "session_id=" + Guid.NewGuid();
        await TestServer.QueryAsync("SET max_block_size = 4321", session);
        using (HttpResponseMessage response = await TestServer.PostAsync("SELECT 1", session + "&max_block_size=55&max_threads=many"))
        {
            Assert.That(response.IsSuccessStatusCode, Is.False);
        }

        Assert.That(await TestServer.QueryAsync("SELECT getSetting('max_block_size')", session), Is.EqualTo("4321"));
    }
}
