using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Log;

/// <summary>All topics, listed in one file that is replaced whole with every change.</summary>
internal sealed partial class TopicCatalog : IDisposable
{
    private const string CatalogFile = "topics.json";
    private const int MaxPartitions = 1000;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, Topic> _topics = new(StringComparer.Ordinal);
    private readonly KafkaBrokerOptions _options;
    private readonly LogContext _context;

    public TopicCatalog(string directory, KafkaBrokerOptions options, LogContext context)
    {
        LogDirectory = Path.GetFullPath(directory);
        _options = options;
        _context = context;
        Directory.CreateDirectory(LogDirectory);
        Load();
        foreach (var definition in options.Topics.Where(d => !_topics.ContainsKey(d.Name)))
        {
            Create(definition.Name, definition.Partitions, TopicConfig.Of(definition));
        }
    }

    /// <summary>The directory that holds every partition's.</summary>
    public string LogDirectory { get; }

    public IEnumerable<Topic> All => _topics.Values.OrderBy(t => t.Name, StringComparer.Ordinal);

    public Topic? Find(string name) => _topics.GetValueOrDefault(name);

    public Topic? Find(Guid id) => _topics.Values.FirstOrDefault(t => t.Id == id);

    public PartitionLog? Partition(string topic, int partition) => Find(topic)?.Partition(partition);

    /// <summary>The topic, made with the default partition count if clients may do so and it does not exist.</summary>
    public ErrorCode FindOrCreate(string name, bool mayCreate, out Topic? topic)
    {
        topic = Find(name);
        if (topic is not null)
        {
            return ErrorCode.None;
        }

        if (!IsValidName(name))
        {
            return ErrorCode.InvalidTopic;
        }

        if (!mayCreate || !_options.AutoCreateTopics)
        {
            return ErrorCode.UnknownTopicOrPartition;
        }

        var error = Create(name, _options.DefaultPartitions, new TopicConfig(new Dictionary<string, string>()));
        topic = Find(name);
        return error == ErrorCode.TopicAlreadyExists ? ErrorCode.None : error;
    }

    /// <exception cref="TopicConfigException">A setting is out of the range that this broker allows.</exception>
    public ErrorCode Validate(string name, int partitions, TopicConfig config)
    {
        CheckAllowed(config);
        if (!IsValidName(name))
        {
            return ErrorCode.InvalidTopic;
        }

        if (_topics.ContainsKey(name))
        {
            return ErrorCode.TopicAlreadyExists;
        }

        return partitions is < 1 or > MaxPartitions ? ErrorCode.InvalidPartitions : ErrorCode.None;
    }

    /// <exception cref="TopicConfigException">A setting is out of the range that this broker allows.</exception>
    public ErrorCode Create(string name, int partitions, TopicConfig config)
    {
        lock (_gate)
        {
            var error = Validate(name, partitions, config);
            if (error != ErrorCode.None)
            {
                return error;
            }

            var topic = new Topic(name, Guid.NewGuid(), config);
            OpenPartitions(topic, partitions);
            _topics[name] = topic;
            Save_NeedsLock();
            return ErrorCode.None;
        }
    }

    public ErrorCode Delete(string name)
    {
        lock (_gate)
        {
            if (!_topics.TryRemove(name, out var topic))
            {
                return ErrorCode.UnknownTopicOrPartition;
            }

            Save_NeedsLock();
            foreach (var partition in topic.Partitions)
            {
                partition.Delete();
            }

            return ErrorCode.None;
        }
    }

    public ErrorCode Grow(string name, int partitions, bool validateOnly)
    {
        lock (_gate)
        {
            if (!_topics.TryGetValue(name, out var topic))
            {
                return ErrorCode.UnknownTopicOrPartition;
            }

            if (partitions <= topic.Partitions.Length || partitions > MaxPartitions)
            {
                return ErrorCode.InvalidPartitions;
            }

            if (validateOnly)
            {
                return ErrorCode.None;
            }

            OpenPartitions(topic, partitions);
            Save_NeedsLock();
            return ErrorCode.None;
        }
    }

    /// <exception cref="TopicConfigException">A setting is out of the range that this broker allows.</exception>
    public void Configure(Topic topic, TopicConfig config, bool validateOnly)
    {
        CheckAllowed(config);
        if (validateOnly)
        {
            return;
        }

        lock (_gate)
        {
            topic.Config = config;
            Save_NeedsLock();
        }
    }

    public void Dispose()
    {
        foreach (var partition in _topics.Values.SelectMany(t => t.Partitions))
        {
            partition.Dispose();
        }
    }

    private static bool IsValidName(string name) =>
        name.Length is > 0 and <= 249 && name is not ("." or "..") && ValidName().IsMatch(name);

    /// <summary>Looks at topics that are made or changed only: stored ones stay as they are.</summary>
    private void CheckAllowed(TopicConfig config)
    {
        if (config.SegmentBytes < _options.MinSegmentBytes)
        {
            throw new TopicConfigException(
                $"Invalid value {config.SegmentBytes} for configuration segment.bytes: Value must be at least {_options.MinSegmentBytes}");
        }
    }

    private void OpenPartitions(Topic topic, int count)
    {
        var partitions = topic.Partitions.ToList();
        for (var i = partitions.Count; i < count; i++)
        {
            partitions.Add(PartitionLog.Open(topic.Name, i, Path.Combine(LogDirectory, $"{topic.Name}-{i}"), () => topic.Config, _context));
        }

        topic.Partitions = [.. partitions];
    }

    private void Load()
    {
        var path = Path.Combine(LogDirectory, CatalogFile);
        var listed = File.Exists(path) ? JsonSerializer.Deserialize<List<StoredTopic>>(File.ReadAllBytes(path)) ?? [] : [];
        foreach (var stored in listed)
        {
            var topic = new Topic(stored.Name, stored.Id, new TopicConfig(stored.Config));
            OpenPartitions(topic, stored.Partitions);
            _topics[stored.Name] = topic;
        }

        RemoveUnlisted();
    }

    /// <summary>A topic is gone once it is off the list; a crash may have left its files.</summary>
    private void RemoveUnlisted()
    {
        var known = _topics.Values.SelectMany(t => t.Partitions).Select(p => p.Directory).ToHashSet(StringComparer.Ordinal);
        foreach (var directory in Directory.EnumerateDirectories(LogDirectory).Where(d => !known.Contains(d)))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private void Save_NeedsLock() => DurableFile.Replace(
        Path.Combine(LogDirectory, CatalogFile),
        JsonSerializer.SerializeToUtf8Bytes(All.Select(t => new StoredTopic(t.Name, t.Id, t.Partitions.Length, new(t.Config.Overrides)))));

    [GeneratedRegex("^[a-zA-Z0-9._-]+$")]
    private static partial Regex ValidName();

    private sealed record StoredTopic(string Name, Guid Id, int Partitions, Dictionary<string, string> Config);
}
