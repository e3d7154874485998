using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Torghut.Sandbox.Kafka.Tests.Support;
using Torghut.Testing;

namespace Torghut.Sandbox.Kafka.Tests.Log;

/// <summary>The administrative requests the suite and its tests make.</summary>
public sealed class AdminTests
{
    private IAdminClient _admin = null!;

    [SetUp]
    public void Connect() => _admin = Clients.Admin();

    [TearDown]
    public void Disconnect() => _admin.Dispose();

    [Test]
    public async Task CreateTopic_WithSettings_ShowsThem()
    {
        var topic = await TestTopic.CreateAsync(5, null, ("retention.ms", "123456"), ("cleanup.policy", "compact,delete"));

        var metadata = _admin.GetMetadata(topic, Clients.Timeout).Topics[0];
        var config = (await _admin.DescribeConfigsAsync([new ConfigResource { Type = ResourceType.Topic, Name = topic }]))[0].Entries;

        Assert.That(metadata.Partitions, Has.Count.EqualTo(5));
        Assert.That(config["retention.ms"].Value, Is.EqualTo("123456"));
        Assert.That(config["cleanup.policy"].Value, Is.EqualTo("compact,delete"));
        Assert.That(config["segment.bytes"].IsDefault, Is.True);
    }

    [Test]
    public async Task CreateTopic_Again_AlreadyExists()
    {
        var topic = await TestTopic.CreateAsync();

        Assert.That(await ErrorOfCreating(new TopicSpecification { Name = topic, NumPartitions = 1, ReplicationFactor = 1 }),
            Is.EqualTo(ErrorCode.TopicAlreadyExists));
    }

    [TestCase("no spaces", 1, 1, ErrorCode.TopicException)]
    [TestCase("too-many-replicas", 1, 100, ErrorCode.InvalidReplicationFactor)]
    [TestCase("no-partitions", 0, 1, ErrorCode.InvalidPartitions)]
    public async Task CreateTopic_Impossible_IsRefused(string name, int partitions, short replicas, ErrorCode expected) =>
        Assert.That(await ErrorOfCreating(new TopicSpecification { Name = name, NumPartitions = partitions, ReplicationFactor = replicas }),
        Is.EqualTo(expected));

    [Test]
    public async Task CreateTopic_UnknownSetting_IsRefused() => Assert.That(
        await ErrorOfCreating(
            new TopicSpecification { Name = TestTopic.Unique(), NumPartitions = 1, ReplicationFactor = 1, Configs = new() { ["no.such.setting"] = "1" } }),
        Is.EqualTo(ErrorCode.InvalidConfig));

    [Test]
    public async Task SegmentBytes_UnderTheBrokersMinimum_IsRefused()
    {
        await using var own = await OwnBroker.StartAsync(o => o with { MinSegmentBytes = new KafkaBrokerOptions { DataDirectory = "" }.MinSegmentBytes });
        var topic = await TestTopic.CreateAsync(1, own.Bootstrap, ("segment.bytes", "1048576"));
        using var admin = Clients.Admin(own.Bootstrap);
        var resource = new ConfigResource { Type = ResourceType.Topic, Name = topic };
        var smaller = new ConfigEntry { Name = "segment.bytes", Value = "1048575", IncrementalOperation = AlterConfigOpType.Set };

        var created = await Assert.ThrowsAsync<CreateTopicsException>(() => TestTopic.CreateAsync(1, own.Bootstrap, ("segment.bytes", "1048575")));
        var altered = await Assert.ThrowsAsync<IncrementalAlterConfigsException>(() => admin.IncrementalAlterConfigsAsync(new() { [resource] = [smaller] }));

        Assert.That(created!.Results[0].Error.Code, Is.EqualTo(ErrorCode.InvalidConfig));
        Assert.That(created.Results[0].Error.Reason, Does.Contain("Value must be at least 1048576"));
        Assert.That(altered!.Results[0].Error.Code, Is.EqualTo(ErrorCode.InvalidConfig));
    }

    [Test]
    public async Task DeleteTopic_ThenCreate_StartsEmpty()
    {
        var topic = await TestTopic.CreateAsync();
        await Clients.SendAsync(topic, ["before"]);
        await _admin.DeleteTopicsAsync([topic]);
        await Eventually.HoldsAsync(
            async () => await ErrorOfCreating(new TopicSpecification { Name = topic, NumPartitions = 1, ReplicationFactor = 1 }) == ErrorCode.NoError,
            "the name is free again");
        await TestTopic.UntilServedAsync(_admin, topic, partitions: 1);
        await Clients.SendAsync(topic, ["after"]);

        Assert.That(Clients.Values(topic), Is.EqualTo(new[] { "after" }));
    }

    [Test]
    public async Task DeleteTopic_Unknown_IsSaidSo()
    {
        var refused = await Assert.ThrowsAsync<DeleteTopicsException>(() => _admin.DeleteTopicsAsync([TestTopic.Unique()]));

        Assert.That(refused!.Results[0].Error.Code, Is.EqualTo(ErrorCode.UnknownTopicOrPart));
    }

    [Test]
    public async Task CreatePartitions_More_KeepsTheRecords()
    {
        var topic = await TestTopic.CreateAsync();
        await Clients.SendAsync(topic, ["in 0"]);
        await _admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = topic, IncreaseTo = 3 }]);
        await TestTopic.UntilServedAsync(_admin, topic, partitions: 3);
        await Clients.SendAsync(topic, ["in 2"], partition: 2);

        Assert.That(Clients.Values(topic, partitions: 3), Is.EquivalentTo(new[] { "in 0", "in 2" }));
        var refused = await Assert.ThrowsAsync<CreatePartitionsException>(
            () => _admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = topic, IncreaseTo = 2 }]));
        Assert.That(refused!.Results[0].Error.Code, Is.EqualTo(ErrorCode.InvalidPartitions));
    }

    [Test]
    public async Task IncrementalAlterConfigs_SetAndDelete_ChangesOneSetting()
    {
        var topic = await TestTopic.CreateAsync(1, null, ("retention.ms", "1000000"));
        var resource = new ConfigResource { Type = ResourceType.Topic, Name = topic };

        await _admin.IncrementalAlterConfigsAsync(
            new() { [resource] = [new ConfigEntry { Name = "max.message.bytes", Value = "5000", IncrementalOperation = AlterConfigOpType.Set }] });
        var set = await SettingsAsync(resource, settings => settings["max.message.bytes"].Value == "5000");
        await _admin.IncrementalAlterConfigsAsync(
            new() { [resource] = [new ConfigEntry { Name = "max.message.bytes", IncrementalOperation = AlterConfigOpType.Delete }] });
        var deleted = await SettingsAsync(resource, settings => settings["max.message.bytes"].IsDefault);

        Assert.That(set["retention.ms"].Value, Is.EqualTo("1000000"));
        Assert.That(deleted["retention.ms"].Value, Is.EqualTo("1000000"));
    }

    [Test]
    public async Task DescribeCluster_Always_NamesANodeAndAController()
    {
        var cluster = await _admin.DescribeClusterAsync();

        Assert.That(cluster.Nodes, Is.Not.Empty);
        Assert.That(cluster.ClusterId, Is.Not.Empty);
        Assert.That(cluster.Controller.Id, Is.GreaterThanOrEqualTo(0));
    }

    /// <summary>A real cluster's controller has a setting before its brokers do.</summary>
    private Task<Dictionary<string, ConfigEntryResult>> SettingsAsync(ConfigResource resource, Func<Dictionary<string, ConfigEntryResult>, bool> accept) =>
        Eventually.ReadsAsync(async () => (await _admin.DescribeConfigsAsync([resource]))[0].Entries, accept, "the setting is in force");

    private async Task<ErrorCode> ErrorOfCreating(TopicSpecification specification)
    {
        try
        {
            await _admin.CreateTopicsAsync([specification]);
            return ErrorCode.NoError;
        }
        catch (CreateTopicsException e)
        {
            return e.Results[0].Error.Code;
        }
    }
}
