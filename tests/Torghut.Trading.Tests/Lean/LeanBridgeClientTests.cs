using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Torghut.Trading.Execution;
using Torghut.Trading.Lean;

namespace Torghut.Trading.Tests.Lean;

/// <summary>One request, and what its failure means.</summary>
public sealed class LeanBridgeClientTests
{
    [Test]
    public async Task Submit_Request_HasTheContractsPathHeadersAndBytes()
    {
        using var wire = new Wire((_, _) => Respond(HttpStatusCode.OK, "order-accepted.json"));
        var outcome = await Client(wire).SubmitAsync(LeanGolden.Request, CancellationToken.None);
        Assert.That(outcome, Is.InstanceOf<SubmitOutcome.Accepted>());
        Assert.Multiple(() =>
        {
            Assert.That(wire.Uri, Is.EqualTo(new Uri("http://runner:8088/v1/orders/submit")));
            Assert.That(wire.Body, Is.EqualTo(LeanGolden.Text("request-limit.json")));
            Assert.That(wire.Headers!.GetValues("Idempotency-Key"), Is.EqualTo(new[] { LeanGolden.Id }));
            Assert.That(wire.Headers.GetValues("X-Correlation-ID"), Is.EqualTo(new[] { LeanGolden.Id }));
            Assert.That(wire.Headers.Authorization, Is.EqualTo(new AuthenticationHeaderValue("Bearer", "token")));
            Assert.That(wire.Count, Is.EqualTo(1));
        });
    }

    [TestCase(HttpRequestError.ConnectionError, "not_accepted")]
    [TestCase(HttpRequestError.NameResolutionError, "not_accepted")]
    [TestCase(HttpRequestError.SecureConnectionError, "not_accepted")]
    [TestCase(HttpRequestError.ResponseEnded, "unknown")]
    [TestCase(HttpRequestError.InvalidResponse, "unknown")]
    [TestCase(HttpRequestError.HttpProtocolError, "unknown")]
    [TestCase(HttpRequestError.Unknown, "unknown")]
    public async Task Submit_ConnectionFailure_UnknownUnlessNeverMade(HttpRequestError error, string meaning)
    {
        using var wire = new Wire((_, _) => throw new HttpRequestException(error, "lost"));
        Assert.That((await Client(wire).SubmitAsync(LeanGolden.Request, CancellationToken.None)).Status, Is.EqualTo(meaning));
        Assert.That(wire.Count, Is.EqualTo(1), "nothing is retried");
    }

    [Test]
    public async Task Submit_NoAnswerInTime_Unknown()
    {
        using var wire = new Wire(async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return new HttpResponseMessage();
        });
        Assert.That((await Client(wire, TimeSpan.FromMilliseconds(50)).SubmitAsync(LeanGolden.Request, CancellationToken.None)).Status, Is.EqualTo("unknown"));
    }

    [Test]
    public async Task Submit_EndlessAnswer_Unknown()
    {
        using var wire = new Wire((_, _) => Task.FromResult(new HttpResponseMessage { Content = new ByteArrayContent(new byte[1024 * 1024]) }));
        Assert.That((await Client(wire).SubmitAsync(LeanGolden.Request, CancellationToken.None)).Status, Is.EqualTo("unknown"));
    }

    [TestCase(5, 5)]
    [TestCase(120, 120)]
    [TestCase(600, 120, Description = "nobody waits for longer than two minutes")]
    [TestCase(null, null)]
    public async Task Submit_RateLimited_WaitsAsLongAsTheRunnerSays(int? asked, int? waited)
    {
        using var wire = new Wire(async (_, _) =>
        {
            var response = await Respond(HttpStatusCode.TooManyRequests, "problem-rate-limited.json");
            response.Headers.RetryAfter = asked is { } seconds ? new RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds)) : null;
            return response;
        });
        var time = new FakeTimeProvider();
        var outcome = await Client(wire, time: time).SubmitAsync(LeanGolden.Request, CancellationToken.None);
        Assert.That(outcome, Is.EqualTo(new SubmitOutcome.NotAccepted(
            "rate_limited", waited is { } pause ? time.GetUtcNow().AddSeconds(pause) : null)));
    }

    private static LeanBridgeClient Client(Wire wire, TimeSpan? timeout = null, TimeProvider? time = null) =>
        new(new HttpClient(wire, disposeHandler: false), new LeanBridgeSettings(new Uri("http://runner:8088/"), timeout ?? TimeSpan.FromMinutes(1), "token"),
        time ?? TimeProvider.System);

    private static Task<HttpResponseMessage> Respond(HttpStatusCode status, string file) =>
        Task.FromResult(new HttpResponseMessage(status) { Content = new ByteArrayContent(LeanGolden.Bytes(file)) });

    private sealed class Wire(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> response) : HttpMessageHandler
    {
        public Uri? Uri { get; private set; }

        public string Body { get; private set; } = "";

        public HttpRequestHeaders? Headers { get; private set; }

        public int Count { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Count++;
            Uri = request.RequestUri;
            Headers = request.Headers;
            Body = Encoding.UTF8.GetString(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
            return await response(request, cancellationToken);
        }
    }
}
