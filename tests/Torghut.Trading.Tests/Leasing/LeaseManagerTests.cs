using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Torghut.Testing;
using Torghut.Trading.Leasing;
using Torghut.Trading.Observability;

namespace Torghut.Trading.Tests.Leasing;

/// <summary>How long this instance believes that the lease is its own: never as long as the database would.</summary>
public sealed class LeaseManagerTests
{
    private static readonly TimeSpan Ttl = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private FakeTimeProvider _time = null!;
    private MemoryLease _store = null!;
    private LeaseManager _leases = null!;
    private CancellationTokenSource _stopping = null!;
    private Task _running = Task.CompletedTask;

    [SetUp]
    public void Create()
    {
        (_time, _store, _stopping) = (new FakeTimeProvider(), new MemoryLease(), new CancellationTokenSource());
        _leases = new LeaseManager(_store, new LeaseOptions { Ttl = Ttl }, new TradingGauges(_time), _time, NullLogger<LeaseManager>.Instance);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await EndAsync();
        _stopping.Dispose();
    }

    [Test]
    public void Current_PostgresAway_EndsAThirdBeforeTheLeaseDoes()
    {
        Start();
        Assert.That(_leases.Current?.Token, Is.EqualTo(1));
        _store.Away = true;
        _time.Advance((Ttl * 2 / 3) - Moment);
        Assert.That(_leases.Current, Is.Not.Null);
        _time.Advance(Moment);
        Assert.That(_leases.Current, Is.Null);
    }

    /// <summary>The database's clock starts before its answer is here.</summary>
    [Test]
    public void Current_AnswerTookLong_CountsFromTheQuestion()
    {
        _store.Answering = () =>
        {
            // The renewal that is due by then finds nobody.
            _store.Answering = () => _store.Away = true;
            _time.Advance(TimeSpan.FromSeconds(3));
        };
        Start();
        _time.Advance(TimeSpan.FromSeconds(1) - Moment);
        Assert.That(_leases.Current, Is.Not.Null);
        _time.Advance(Moment);
        Assert.That(_leases.Current, Is.Null);
    }

    [Test]
    public async Task Current_RenewedInTime_LastsAndShowsWhoseItIs()
    {
        Start();
        for (var i = 0; i < 20; i++)
        {
            _time.Advance(Ttl / 6);
            await Eventually.HoldsAsync(() => _leases.Current is not null, "renewed");
        }

        _store.IsElsewhere = true;
        _time.Advance(Ttl / 6);
        await Eventually.HoldsAsync(() => _leases.Current is null, "taken by another");
        _store.IsElsewhere = false;
        _store.ChangeHands();
        _time.Advance(Ttl / 6);
        await Eventually.HoldsAsync(() => _leases.Current?.Token == 2, "taken again");
    }

    [Test]
    public async Task End_LeaseHeld_GivesItBack()
    {
        Start();
        var held = _leases.Current;
        await EndAsync();
        Assert.That((_store.Released, _leases.Current), Is.EqualTo((held, (Lease?)null)));
    }

    private void Start() => _running = _leases.RunAsync(_stopping.Token);

    private async Task EndAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // As it should.
        }
    }
}
