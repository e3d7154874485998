namespace Torghut.Sandbox.Kafka.Log;

/// <summary>A topic and its partitions. Both may be replaced while requests read them.</summary>
internal sealed class Topic(string name, Guid id, TopicConfig config)
{
    private volatile TopicConfig _config = config;
    private volatile PartitionLog[] _partitions = [];

    public string Name { get; } = name;

    public Guid Id { get; } = id;

    public TopicConfig Config
    {
        get => _config;
        set => _config = value;
    }

    public PartitionLog[] Partitions
    {
        get => _partitions;
        set => _partitions = value;
    }

    public PartitionLog? Partition(int index)
    {
        var partitions = _partitions;
        return index >= 0 && index < partitions.Length ? partitions[index] : null;
    }
}
