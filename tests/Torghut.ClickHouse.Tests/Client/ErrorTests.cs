using System.Net;
using System.Net.Sockets;

namespace Torghut.ClickHouse.Tests.Client;

public sealed class ErrorTests
{
    [TestCase("SELEC 1", ClickHouseErrorCodes.SyntaxError, 400)]
    [TestCase("SELECT nothing_like_this", ClickHouseErrorCodes.UnknownIdentifier, 404)]
    [TestCase("SELECT * FROM no_such_table", ClickHouseErrorCodes.UnknownTable, 404)]
    [TestCase("SELECT * FROM no_such_database.t", ClickHouseErrorCodes.UnknownDatabase, 404)]
    [TestCase("SELECT 1 SETTINGS no_such_setting = 1", ClickHouseErrorCodes.UnknownSetting, 404)]
    [TestCase("SELECT 1; SELECT 2", ClickHouseErrorCodes.SyntaxError, 400)]
    [TestCase("SELECT throwIf(number = 99999) FROM numbers(100000)", 395, 500)]
    public async Task Execute_RefusedStatement_CarriesCodeStatusQueryAndId(string sql, int code, int status)
    {
        ClickHouseServerException error =
            (await Assert.ThrowsAsync<ClickHouseServerException>(
            async () => await TestServer.Client.QueryAsync(sql, reader => reader.GetValue(0), options: new QueryOptions { QueryId = "the-id" })))!;
        Assert.Multiple(() =>
        {
            Assert.That(error.Code, Is.EqualTo(code));
            Assert.That(error.HttpStatus, Is.EqualTo(status));
            Assert.That(error.Query, Is.EqualTo(sql));
            Assert.That(error.QueryId, Is.EqualTo("the-id"));
            Assert.That(error.IsTransient, Is.False);
            Assert.That(error.Table, Is.Null);
            Assert.That(error.Message, Does.StartWith($"Code: {code}. DB::Exception"));
        });
    }

    [Test]
    public async Task Execute_WrongPassword_IsAuthenticationFailedAndDoesNotShowIt()
    {
        using ClickHouseClient unauthorised = ClickHouseClient.Create(TestServer.Settings with { Password = "guessed-this" }, TimeProvider.System);
        ClickHouseServerException error = (await Assert.ThrowsAsync<ClickHouseServerException>(async () => await unauthorised.ExecuteScalarAsync("SELECT 1")))!;
        Assert.Multiple(() =>
        {
            Assert.That(error.Code, Is.EqualTo(ClickHouseErrorCodes.AuthenticationFailed));
            Assert.That(error.HttpStatus, Is.EqualTo(403));
            Assert.That(error.ToString(), Does.Not.Contain("guessed-this"));
        });
    }

    [Test]
    public async Task Execute_NobodyListens_IsATransientConnectionError()
    {
        using var reserved = new TcpListener(IPAddress.Loopback, 0);
        reserved.Start();
        int port = ((IPEndPoint)reserved.LocalEndpoint).Port;
        reserved.Stop();
        using ClickHouseClient client =
            ClickHouseClient.Create(TestServer.Settings with { Endpoint = new Uri($"http://127.0.0.1:{port}") }, TimeProvider.System);
        Assert.That(async () => await client.ExecuteScalarAsync("SELECT 1"), Throws.TypeOf<ClickHouseConnectionException>().With.Property("IsTransient").True);
        Assert.That(await client.PingAsync(), Is.False);
    }

    [Test]
    public async Task Execute_ServerDropsTheConnection_IsATransientConnectionError()
    {
        await using Faults _ = await Faults.SetAsync(new { refuse = true });
        Assert.That(async () => await TestServer.Client.ExecuteScalarAsync("SELECT 1"), Throws.TypeOf<ClickHouseConnectionException>());
    }

    [Test]
    public void Execute_LongerThanTheTimeout_IsATransientConnectionError() =>
        Assert.That(
            async () => await TestServer.Client.ExecuteScalarAsync("SELECT sum(sipHash64(number)) FROM numbers(100000000000)",
                options: new QueryOptions { Timeout = TimeSpan.FromMilliseconds(200) }),
            Throws.TypeOf<ClickHouseConnectionException>().With.Message.Contains("0.2 s"));

    [Test]
    public void Execute_LongerThanTheServersLimit_IsTimeoutExceeded()
    {
        var options = new QueryOptions { Settings = new Dictionary<string, string> { ["max_execution_time"] = "0.2" } };
        Assert.That(
            async () => await TestServer.Client.ExecuteScalarAsync("SELECT sum(sipHash64(number)) FROM numbers(100000000000)", options: options),
            Throws.TypeOf<ClickHouseServerException>().With.Property("Code").EqualTo(ClickHouseErrorCodes.TimeoutExceeded).And.Property("IsTransient").True);
    }

    [Test]
    public void Execute_CancelledByTheCaller_IsACancellation()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        Assert.That(
            async () => await TestServer.Client.ExecuteScalarAsync("SELECT sum(sipHash64(number)) FROM numbers(100000000000)", cancellationToken: source.Token),
            Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Execute_TransientCode_SaysSo()
    {
        await using Faults _ = await Faults.SetAsync(new { failTimes = 1, failCode = ClickHouseErrorCodes.TooManyParts });
        Assert.That(
            async () => await TestServer.Client.ExecuteScalarAsync("SELECT 1"),
            Throws.TypeOf<ClickHouseServerException>().With.Property("Code").EqualTo(ClickHouseErrorCodes.TooManyParts).And.Property("IsTransient").True);
        Assert.That(await TestServer.Client.ExecuteScalarAsync("SELECT 1"), Is.EqualTo((byte)1));
    }

    [Test]
    public async Task Execute_ReadOnlyServer_RefusesWritesOnly()
    {
        await using Faults _ = await Faults.SetAsync(new { @readonly = true });
        Assert.That(
            async () => await TestServer.Client.ExecuteNonQueryAsync($"CREATE TABLE {TestServer.NewTable()} (a UInt8) ENGINE = Memory"),
            Throws.TypeOf<ClickHouseServerException>().With.Property("Code").EqualTo(ClickHouseErrorCodes.TableIsReadOnly));
        Assert.That(await TestServer.Client.PingAsync(), Is.True);
    }
}
