using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Journal;

/// <summary>Changes that become durable together or not at all.</summary>
internal sealed class JournalBatch
{
    private readonly List<(string Key, byte[]? Value)> _changes = [];

    public IReadOnlyList<(string Key, byte[]? Value)> Changes => _changes;

    public void Put(string key, Action<WireWriter> value)
    {
        using var writer = new WireWriter();
        value(writer);
        _changes.Add((key, writer.Written.ToArray()));
    }

    public void Delete(string key) => _changes.Add((key, null));
}
