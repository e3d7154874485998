using System.Net;
using System.Net.Sockets;
using Torghut.Alpaca.Tests.Peers;
using Torghut.Alpaca.Trading;

namespace Torghut.Alpaca.Tests.Trading;

/// <summary>What a failed call says about its outcome, and that an order is never sent twice.</summary>
public sealed class TradingFailureTests
{
    [TestCase(400, false, false)]
    [TestCase(401, false, false)]
    [TestCase(403, false, false)]
    [TestCase(408, true, true)]
    [TestCase(422, false, false)]
    [TestCase(429, true, false)]
    [TestCase(500, true, true)]
    [TestCase(502, true, true)]
    [TestCase(503, true, true)]
    [TestCase(504, true, true)]
    [TestCase(302, false, true)]
    public async Task SubmitOrderAsync_Refusal_SaysWhetherTheOrderMayExist(int status, bool transient, bool unknown)
    {
        await using var peer = await ScriptedPeer.StartAsync(status, """{"code":1,"message":"m"}""");
        var failure = await FailureOfSubmitAsync(AlpacaTradingClientTests.Client(peer));

        Assert.That((failure.Status, failure.IsTransient, failure.OutcomeUnknown), Is.EqualTo(((int?)status, transient, unknown)));
        Assert.That(peer.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task SubmitOrderAsync_Forbidden_KeepsCodeAndMessage()
    {
        await using var peer = await ScriptedPeer.StartAsync(403, Samples.NoBuyingPower);
        var failure = await FailureOfSubmitAsync(AlpacaTradingClientTests.Client(peer));

        Assert.That(failure.Code, Is.EqualTo(40310000));
        Assert.That(failure.Message, Does.Contain("insufficient buying power").And.Not.Contain("secret"));
    }

    [TestCase("""{"code":40010001,"message":"client_order_id must be unique"}""", true)]
    [TestCase("""{"code":42210000,"message":"client_order_id must be unique"}""", true)]
    [TestCase("""{"code":42210000,"message":"asset \"ZZZZ\" not found"}""", false)]
    public async Task SubmitOrderAsync_DuplicateId_IsRecognisedByItsMessage(string body, bool duplicate)
    {
        await using var peer = await ScriptedPeer.StartAsync(422, body);

        Assert.That((await FailureOfSubmitAsync(AlpacaTradingClientTests.Client(peer))).IsDuplicateClientOrderId, Is.EqualTo(duplicate));
    }

    [Test]
    public async Task AnyCall_RateLimited_TellsWhenItEnds()
    {
        await using var peer = await ScriptedPeer.StartAsync(context =>
        {
            context.Response.Headers["X-RateLimit-Reset"] = "1775490866";
            return ScriptedPeer.RespondAsync(context, 429, "");
        });
        var failure = await FailureOfSubmitAsync(AlpacaTradingClientTests.Client(peer));

        Assert.That(failure.RateLimitReset, Is.EqualTo(DateTimeOffset.FromUnixTimeSeconds(1775490866)));
    }

    [Test]
    public async Task SubmitOrderAsync_NoAnswer_IsUnknownAndSentOnce()
    {
        var release = new TaskCompletionSource();
        await using var peer = await ScriptedPeer.StartAsync(_ => release.Task);
        var failure = await FailureOfSubmitAsync(AlpacaTradingClientTests.Client(peer, TimeSpan.FromMilliseconds(300)));
        release.SetResult();

        Assert.That((failure.IsTransient, failure.OutcomeUnknown, failure.Status), Is.EqualTo((true, true, (int?)null)));
        Assert.That(peer.Requests, Has.Count.EqualTo(1));
    }

    /// <summary>What the broker made of the order is not known, and a reader of history must not end for it: both ask for this one exception.</summary>
    [Test]
    public async Task SubmitOrderAsync_AnswerIsNotCompressedAsItSays_IsUnknown()
    {
        await using var peer = await ScriptedPeer.StartAsync(context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            return ScriptedPeer.RespondAsync(context, 200, Samples.Account);
        });
        var failure = await FailureOfSubmitAsync(AlpacaTradingClientTests.Client(peer));

        Assert.That((failure.IsTransient, failure.OutcomeUnknown), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task SubmitOrderAsync_ResetAfterSend_IsUnknownAndSentOnce()
    {
        var calls = 0;
        await using var peer = await ScriptedPeer.StartAsync(context =>
        {
            if (Interlocked.Increment(ref calls) == 1)
            {
                return ScriptedPeer.RespondAsync(context, 200, Samples.Account);
            }

            context.Abort();
            return Task.CompletedTask;
        });
        var client = AlpacaTradingClientTests.Client(peer);

        // The first call leaves a pooled connection, on which a careless client would repeat a request that got no answer.
        await client.GetAccountAsync(CancellationToken.None);
        var failure = await FailureOfSubmitAsync(client);

        Assert.That((failure.IsTransient, failure.OutcomeUnknown), Is.EqualTo((true, true)));
        Assert.That(peer.Requests.Count(request => request.Method == "POST"), Is.EqualTo(1));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task SubmitOrderAsync_ConnectionClosedAfterTheOrderWasRead_IsUnknownSentOnceAndCanBeLookedUp(bool pooled)
    {
        await using var peer = new ClosingPeer();
        var client = AlpacaTradingClientTests.Client(peer.Address);
        if (pooled)
        {
            await client.GetAccountAsync(CancellationToken.None);
        }

        var failure = await FailureOfSubmitAsync(client);
        var found = await client.GetOrderByClientOrderIdAsync("c1", CancellationToken.None);

        Assert.That((failure.IsTransient, failure.OutcomeUnknown), Is.EqualTo((true, true)));
        Assert.That(found, Is.Not.Null);

        // The look-up went out on another connection after the order: what would have been repeated had been by then.
        var posted = peer.Requests.Where(request => request.Request.StartsWith("POST ", StringComparison.Ordinal)).ToList();
        Assert.That(posted, Is.EqualTo(new[] { ("POST /v2/orders", 0) }));
        Assert.That(peer.Requests.Last().Connection, Is.Not.Zero);
    }

    [Test]
    public async Task SubmitOrderAsync_NobodyListens_IsKnownNotToExist()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://{listener.LocalEndpoint}");
        listener.Stop();
        var failure = await FailureOfSubmitAsync(AlpacaTradingClientTests.Client(address));

        Assert.That((failure.IsTransient, failure.OutcomeUnknown), Is.EqualTo((true, false)));
    }

    [TestCase("not json")]
    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("""{"id":"1","id":"2"}""")]
    public async Task SubmitOrderAsync_UnreadableSuccess_IsUnknown(string body)
    {
        await using var peer = await ScriptedPeer.StartAsync(200, body);

        Assert.That((await FailureOfSubmitAsync(AlpacaTradingClientTests.Client(peer))).OutcomeUnknown, Is.True);
    }

    [Test]
    public async Task SubmitOrderAsync_EndlessAnswer_IsCutAndUnknown()
    {
        await using var peer = await ScriptedPeer.StartAsync(async context =>
        {
            var chunk = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
            }
        });

        Assert.That((await FailureOfSubmitAsync(AlpacaTradingClientTests.Client(peer))).OutcomeUnknown, Is.True);
    }

    [Test]
    public async Task GetAccountAsync_ServerError_LeavesNoOutcomeInDoubt()
    {
        await using var peer = await ScriptedPeer.StartAsync(500, """{"code":50010000,"message":"internal server error occurred"}""");
        var client = AlpacaTradingClientTests.Client(peer);
        var failure = await Failure.OfAsync<AlpacaApiException>(() => client.GetAccountAsync(CancellationToken.None));

        Assert.That((failure.IsTransient, failure.OutcomeUnknown), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task SubmitOrderAsync_CallerCancels_IsCancellationNotFailure()
    {
        var release = new TaskCompletionSource();
        await using var peer = await ScriptedPeer.StartAsync(_ => release.Task);
        using var caller = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Failure.OfAsync<OperationCanceledException>(
            () => AlpacaTradingClientTests.Client(peer).SubmitOrderAsync(AlpacaTradingClientTests.Request(), caller.Token));
        release.SetResult();
    }

    private static Task<AlpacaApiException> FailureOfSubmitAsync(AlpacaTradingClient client) =>
        Failure.OfAsync<AlpacaApiException>(() => client.SubmitOrderAsync(AlpacaTradingClientTests.Request(), CancellationToken.None));
}
