using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Ops.Cluster;
using Torghut.Testing;

namespace Torghut.Ops.Tests.Cluster;

/// <summary>A watch against a server that does to it whatever servers do.</summary>
public sealed class ClusterWatchTests
{
    private const string Plural = "pods";
    private static readonly ClusterResource Resource = ClusterResource.Pods("torghut");

    private static readonly WatchTiming Fast = new()
    {
        Pause = TimeSpan.FromMilliseconds(1),
        FirstDelay = TimeSpan.FromMilliseconds(1),
        LongestDelay = TimeSpan.FromMilliseconds(4),
        LongestAsked = TimeSpan.FromMilliseconds(4),
        Silence = TimeSpan.FromMilliseconds(120),
    };

    private static readonly Disturbance[] Kinds = Enum.GetValues<Disturbance>();

    /// <summary>After every one of them the copy becomes what the server has: nothing is missing, nothing stays that is gone.</summary>
    [TestCase(108)]
    [TestCase(1_080, Category = "Drill")]
    public async Task Run_Disturbed_CopyEqualsTheServer(int disturbances)
    {
        await using var server = await ScriptedCluster.StartAsync();
        await using var watching = new Watching(server, Fast);
        var random = new Random(11);
        for (var i = 0; i < disturbances; i++)
        {
            Change(server, random);
            server.Disturb(Plural, Kinds[i % Kinds.Length]);
            Change(server, random);
            await server.DisturbedAsync(Plural);
            Change(server, random);
            if (i % 3 == 0)
            {
                await watching.EqualsServerAsync($"after disturbance {i} ({Kinds[i % Kinds.Length]})");
            }
        }

        await watching.EqualsServerAsync("at the end");
        Assert.That(server.Disturbances(Plural), Is.GreaterThanOrEqualTo(disturbances));
        TestContext.Out.WriteLine($"drill: {server.Disturbances(Plural)} disturbances, {server.Requests} requests, the copy equals the server");
    }

    [Test]
    public async Task Run_ObjectThatGoesWhileNobodyWatches_IsGone()
    {
        await using var server = await ScriptedCluster.StartAsync();
        await using var watching = new Watching(server, Fast);
        await watching.EqualsServerAsync("at first");
        server.Refuse = (503, "");
        var requests = server.Requests;

        // Whoever is refused a second time watches nothing.
        await Eventually.HoldsAsync(() => server.Requests >= requests + 2, "the server is away");
        server.Delete(Plural, "torghut-ws-1");
        server.Refuse = null;
        await watching.EqualsServerAsync("after the server came back");
        Assert.That(watching.Watch.Copy!.Objects.Keys, Has.No.Member("torghut-ws-1"));
    }

    /// <summary>Whatever the server answers at once, between two requests time has to pass.</summary>
    [TestCase(200, "")]
    [TestCase(200, """{"metadata":{"resourceVersion":"1"},"items":[]}""")]
    [TestCase(200, """{"type":"ERROR","object":{"code":410}}""")]
    [TestCase(401, "")]
    [TestCase(403, "")]
    [TestCase(410, "")]
    [TestCase(429, "")]
    [TestCase(500, "")]
    public async Task Run_ServerThatAnswersAtOnce_IsNoHotLoop(int status, string body)
    {
        await using var server = await ScriptedCluster.StartAsync();
        server.Refuse = (status, body);
        var time = new HeldTime();
        await using var watching = new Watching(server, new WatchTiming(), time);

        // Without time there is one round: a list (by two tokens at most, in pages and whole) and a watch.
        await Eventually.HoldsAsync(() => time.Waits == 1, "the watch waits");
        Assert.That(server.Requests, Is.InRange(1, 4));
        for (var round = 2; round <= 20; round++)
        {
            time.Release();
            var waits = round;
            await Eventually.HoldsAsync(() => time.Waits == waits, "the watch waits again");
        }

        Assert.That(server.Requests, Is.LessThanOrEqualTo(20 * 4));
        Assert.That(time.Shortest, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(1)));
    }

    [TestCase(7, 7)]
    [TestCase(900, 300)]
    public async Task Run_RetryAfter_IsHeeded(int asked, int seconds)
    {
        await using var server = await ScriptedCluster.StartAsync();
        (server.Refuse, server.RetryAfter) = ((429, ""), asked);
        var time = new HeldTime();
        await using var watching = new Watching(server, new WatchTiming { LongestDelay = TimeSpan.FromSeconds(2) }, time);
        await Eventually.HoldsAsync(() => time.Waits == 1, "the watch waits");
        Assert.That(time.Shortest, Is.EqualTo(TimeSpan.FromSeconds(seconds)));
    }

    [Test]
    public async Task Run_Silence_EndsTheWatch()
    {
        await using var server = await ScriptedCluster.StartAsync();
        await using var watching = new Watching(server, Fast);
        await watching.EqualsServerAsync("at first");
        server.Disturb(Plural, Disturbance.Silence);
        await server.DisturbedAsync(Plural);
        server.Put(Plural, "not-told");
        await watching.EqualsServerAsync("after the silence");
    }

    private static void Change(ScriptedCluster server, Random random)
    {
        var names = server.Names(Plural).Keys.ToArray();
        var some = names.Length == 0 ? "first" : names[random.Next(names.Length)];
        switch (random.Next(4))
        {
            case 0:
                server.Put(Plural, $"pod-{random.Next(40)}");
                break;
            case 1:
                server.Put(Plural, some);
                break;
            case 2:
                server.Delete(Plural, some);
                break;
            default:
                server.Delete(Plural, some);
                server.Put(Plural, some);
                break;
        }
    }

    /// <summary>A watch that runs for as long as a test.</summary>
    private sealed class Watching : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stopping = new();
        private readonly ScriptedCluster _server;
        private readonly ClusterClient _client;
        private readonly Task _running;

        public Watching(ScriptedCluster server, WatchTiming timing, TimeProvider? time = null)
        {
            _server = server;
            _client = new ClusterClient(server.Options, TimeProvider.System);
            Watch = new ClusterWatch(_client, Resource, timing, time ?? TimeProvider.System, NullLogger<ClusterWatch>.Instance);
            _running = Watch.RunAsync(_stopping.Token);
        }

        public ClusterWatch Watch { get; }

        public Task EqualsServerAsync(string when) => Eventually.HoldsAsync(
            () => _running.IsCompleted ? throw new AssertionException($"the watch ended: {_running.Exception}") : IsSame(),
            $"the copy equals the server {when}");

        public async ValueTask DisposeAsync()
        {
            await _stopping.CancelAsync();
            await _running.ContinueWith(_ => { }, TaskScheduler.Default);
            _client.Dispose();
            _stopping.Dispose();
        }

        private bool IsSame()
        {
            var own = Watch.Copy?.Objects.ToDictionary(pair => pair.Key, pair => pair.Value.Text("metadata", "resourceVersion"));
            var server = _server.Names(Plural);
            return own is not null && server.Count == own.Count && server.All(pair => own.GetValueOrDefault(pair.Key) == pair.Value);
        }
    }
}
