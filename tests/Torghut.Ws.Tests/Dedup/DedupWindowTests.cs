using FsCheck;
using FsCheck.Fluent;
using Torghut.Ws.Dedup;
using Torghut.Ws.Tests.Support;

namespace Torghut.Ws.Tests.Dedup;

public sealed class DedupWindowTests
{
    private readonly ManualTime _time = new();

    [Test]
    public void Contains_WithinTheTime_RemembersAndAfterItForgets()
    {
        var window = Window(seconds: 5, entries: 100);
        window.Mark(Key(1), _time.GetTimestamp());
        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.That(window.Contains(Key(1), _time.GetTimestamp()), Is.True);

        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.That(window.Contains(Key(1), _time.GetTimestamp()), Is.False);
        Assert.That(window.Count, Is.Zero);
    }

    [Test]
    public void Mark_BeyondTheCapacity_ForgetsTheOldest()
    {
        var window = Window(seconds: 60, entries: 16);
        for (var id = 0; id < 17; id++)
        {
            window.Mark(Key(id), _time.GetTimestamp());
        }

        Assert.That(window.Count, Is.EqualTo(16));
        Assert.That(window.Contains(Key(0), _time.GetTimestamp()), Is.False);
        Assert.That(window.Contains(Key(1), _time.GetTimestamp()), Is.True);
    }

    [Test]
    public void Contains_NeverMarked_IsUnknown() => Assert.That(Window(5, 16).Contains(Key(1), _time.GetTimestamp()), Is.False);

    [Test]
    public void Window_AnySequence_AgreesWithAListOfWhatWasMarked() => Prop.ForAll<byte[]>(ids =>
    {
        var window = Window(seconds: 1000, entries: 32);
        var model = new List<int>();
        foreach (var id in ids.Select(id => id % 64))
        {
            if (window.Contains(Key(id), _time.GetTimestamp()) != model.Contains(id))
            {
                return false;
            }

            window.Mark(Key(id), _time.GetTimestamp());
            if (!model.Contains(id))
            {
                model.Add(id);
                model = [.. model.TakeLast(32)];
            }
        }

        return true;
    }).QuickCheckThrowOnFailure();

    private static DedupKey Key(long id) => new(DedupKind.Trade, "AAPL", "V", 20_549, id, 0);

    private DedupWindow Window(double seconds, int entries) => new(new DedupOptions { Ttl = TimeSpan.FromSeconds(seconds), MaxEntries = entries }, _time);
}
