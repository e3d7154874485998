using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Alpaca;
using Torghut.Alpaca.Data;
using Torghut.Avro;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Testing;
using Torghut.Ws.CorporateActions;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;
using Torghut.Ws.Stream;
using Torghut.Ws.Tests.Support;
using Torghut.Ws.Universe;

namespace Torghut.Ws.Tests.CorporateActions;

/// <summary>Monday 2026-04-06, 11:54 in New York.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CorporateActionPollerTests : IDisposable
{
    private readonly Prometheus.CollectorRegistry _registry = Prometheus.Metrics.NewCustomRegistry();
    private readonly ManualTime _time = new();
    private readonly Producer _producer = new();
    private readonly ScriptedHttp _broker = new(ScriptedHttp.Body(""));
    private readonly HttpClient _http;
    private readonly SymbolUniverse _universe = new();
    private readonly WsMetrics _metrics;

    public CorporateActionPollerTests()
    {
        _http = new HttpClient(_broker);
        _metrics = new WsMetrics(_registry, new TopicNames(new PublishingOptions()));
        _universe.Set(["AAPL", "MSFT"]);
    }

    [Test]
    public async Task Poll_SplitOfItsSymbol_IsPublishedWithTheBeginningOfItsDay()
    {
        Lists("""{"forward_splits":[{"symbol":"AAPL","new_rate":10,"old_rate":1,"ex_date":"2026-04-07"}]}""");
        await PollAsync();

        var reader = new AvroReader(_producer.Last.AsSpan(5));
        var record = TradeCodec.Read(ref reader, new AvroStringPool());
        Assert.That((record.Envelope.Channel, record.Envelope.Symbol, record.Price, record.Size), Is.EqualTo(("corporateActions", "AAPL", 0.0, 0.0)));
        Assert.That(record.Envelope.EventTs, Is.EqualTo(Nanos.Now(_time)), "it is no event of the future");
        var effective = Nanos.Of(new DateTimeOffset(2026, 4, 7, 4, 0, 0, TimeSpan.FromHours(-4)));
        Assert.That(record.CorporateAction, Is.EqualTo(new CorporateAction("split", effective, 10)));
        Assert.That(await MetricsText.OfAsync(_registry), Does.Contain("torghut_ws_corporate_actions_total{kind=\"split\"} 1"));
    }

    [TestCase("""{"forward_splits":[{"symbol":"AAPL","new_rate":10,"old_rate":1,"ex_date":"2026-04-05"}]}""", 0, Description = "yesterday")]
    [TestCase("""{"forward_splits":[{"symbol":"AAPL","new_rate":10,"old_rate":1,"ex_date":"2026-04-12"}]}""", 0, Description = "too far off")]
    [TestCase("""{"forward_splits":[{"symbol":"TSLA","new_rate":10,"old_rate":1,"ex_date":"2026-04-06"}]}""", 0, Description = "another's")]
    [TestCase("""{"name_changes":[{"old_symbol":"OLD","new_symbol":"AAPL","process_date":"2026-04-06"}]}""", 1)]
    [TestCase("""{"name_changes":[{"old_symbol":"MSFT","new_symbol":"AAPL","process_date":"2026-04-06"}]}""", 2)]
    [TestCase("""{"reverse_splits":[7,{"symbol":"AAPL"},{"symbol":"AAPL","new_rate":1,"old_rate":2,"ex_date":"2026-04-06"}]}""", 1)]
    [TestCase("""{"reverse_splits":[{"symbol":"AAPL","new_rate":1,"old_rate":2,"ex_date":"2026-04-06"}],"name_changes":null,"unit_splits":{}}""", 1)]
    public async Task Poll_Actions_ThoseOfItsSymbolsAndDaysArePublished(string lists, int expected)
    {
        Lists(lists);
        Assert.That(await PollAsync(), Is.True);
        Assert.That(_producer.Taken, Is.EqualTo(expected));
    }

    [Test]
    public async Task Poll_SameAction_IsPublishedOnceADay()
    {
        Lists("""{"forward_splits":[{"symbol":"AAPL","new_rate":10,"old_rate":1,"ex_date":"2026-04-08"}]}""");
        var poller = Make();
        var publisher = Publisher();
        await poller.PollAsync(publisher, CancellationToken.None);
        await poller.PollAsync(publisher, CancellationToken.None);
        Assert.That(_producer.Taken, Is.EqualTo(1));
        _time.Advance(TimeSpan.FromHours(13));
        await poller.PollAsync(publisher, CancellationToken.None);
        Assert.That(_producer.Taken, Is.EqualTo(2));
    }

    [Test]
    public async Task Poll_QueueFull_WaitsForRoom()
    {
        Lists("""{"forward_splits":[{"symbol":"AAPL","new_rate":10,"old_rate":1,"ex_date":"2026-04-08"}]}""");
        _producer.Refusals = 2;
        await PollAsync(TimeProvider.System);
        Assert.That((_producer.Taken, _producer.Refusals), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task Poll_Unreadable_IsCountedAndTheNextOneGoesOn()
    {
        _broker.Play(ScriptedHttp.Status(500), ScriptedHttp.Body("<html>"), ScriptedHttp.ConnectionRefused(), Page("""{}"""));
        var poller = Make();
        var results = new List<bool>();
        for (var i = 0; i < 4; i++)
        {
            results.Add(await poller.PollAsync(Publisher(), CancellationToken.None));
        }

        Assert.That(results, Is.EqualTo(new[] { false, false, false, true }));
        Assert.That(await MetricsText.OfAsync(_registry), Does.Contain("torghut_ws_corporate_actions_polls_total{result=\"failed\"} 3"));
    }

    public void Dispose()
    {
        _http.Dispose();
        _producer.Dispose();
    }

    private static Func<CancellationToken, Task<HttpResponseMessage>> Page(string lists) =>
        ScriptedHttp.Body($$"""{"corporate_actions":{{lists}},"next_page_token":null}""");

    private void Lists(string lists) => _broker.Play(Page(lists));

    private Task<bool> PollAsync(TimeProvider? pace = null) => Make().PollAsync(Publisher(pace), CancellationToken.None);

    private RecordPublisher Publisher(TimeProvider? pace = null) => new(_producer, SchemaIds.Of([1, 2, 3, 4, 5]), "iex", _metrics, pace ?? _time);

    private CorporateActionPoller Make()
    {
        var data = new AlpacaDataClient(
            _http,
            new AlpacaRestOptions { BaseAddress = new Uri("http://data.test"), Credentials = new AlpacaCredentials("key", "secret") },
            TimeProvider.System);
        return new CorporateActionPoller(
            new CorporateActionOptions(),
            data,
            _universe,
            null!,
            new RejectionLog(_metrics, _time, NullLogger<RejectionLog>.Instance),
            _metrics,
            _time,
            NullLogger<CorporateActionPoller>.Instance);
    }
}
