using System.Net;
using System.Text;
using Torghut.Trading.Universe;

namespace Torghut.Trading.Tests.Universe;

public sealed class UniverseProviderTests
{
    private static readonly UniverseOptions Options = new()
    {
        Source = UniverseSource.Jangar,
        Address = new Uri("http://universe.test/symbols"),
        Refresh = TimeSpan.FromSeconds(30),
        Cache = TimeSpan.FromMinutes(5),
        Timeout = TimeSpan.FromSeconds(5),
    };

    [Test]
    public async Task Get_SourceFails_LastGoodUntilTheCacheEndsThenNothing()
    {
        var time = new ManualTime();
        using var handler = new Source();
        using var http = new HttpClient(handler);
        var universe = new UniverseProvider(Options, http, time);
        Assert.That((await universe.GetAsync(CancellationToken.None)).Symbols, Is.EqualTo(new[] { "AAPL" }));
        handler.Fails = true;
        time.Advance(TimeSpan.FromMinutes(4));
        var cached = await universe.GetAsync(CancellationToken.None);
        Assert.That((cached.Known, cached.Fault is not null), Is.EqualTo((true, true)));
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.That((await universe.GetAsync(CancellationToken.None)).Known, Is.False, "fail-safe");
        handler.Fails = false;
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.That((await universe.GetAsync(CancellationToken.None)).Known, Is.True);
    }

    [Test]
    public async Task Get_FailsFromTheStart_NothingIsKnown()
    {
        using var handler = new Source { Fails = true };
        using var http = new HttpClient(handler);
        Assert.That((await new UniverseProvider(Options, http, new ManualTime()).GetAsync(CancellationToken.None)).Known, Is.False);
    }

    private sealed class Source : HttpMessageHandler
    {
        public bool Fails { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(
            Fails ? new HttpResponseMessage(HttpStatusCode.BadGateway) : new HttpResponseMessage { Content = new StringContent("""["AAPL"]""", Encoding.UTF8, "application/json") });
    }

    private sealed class ManualTime : TimeProvider
    {
        private long _ticks = TimeSpan.TicksPerDay;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan by) => _ticks += by.Ticks;

        public override long GetTimestamp() => _ticks;
    }
}
