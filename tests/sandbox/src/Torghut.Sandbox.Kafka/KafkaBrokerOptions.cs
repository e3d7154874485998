using System.Text.Json.Serialization;

namespace Torghut.Sandbox.Kafka;

/// <summary>How one broker is set up. The defaults suit a pipeline on one machine.</summary>
public sealed record KafkaBrokerOptions
{
    /// <summary>The address to bind.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port to bind; 0 picks a free one.</summary>
    public int Port { get; init; }

    /// <summary>The host name told to clients; null for <see cref="Host"/>.</summary>
    public string? AdvertisedHost { get; init; }

    /// <summary>Where the log lives; made when missing. Nothing else may be in it.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Topics made at start when they do not exist; existing ones keep their settings.</summary>
    public IReadOnlyList<KafkaTopicDefinition> Topics { get; init; } = [];

    /// <summary>Whether a client that asks for an unknown topic makes it.</summary>
    public bool AutoCreateTopics { get; init; } = true;

    /// <summary>Partitions of topics made without a count, 1 to 1,000.</summary>
    public int DefaultPartitions { get; init; } = 3;

    /// <summary>When the disk is told to keep what was written. A killed process loses nothing in any mode; a killed machine may.</summary>
    public FsyncPolicy Fsync { get; init; } = FsyncPolicy.Never;

    /// <summary>Users who may log in; when there are any, every connection must (PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512).</summary>
    public IReadOnlyList<KafkaUser> Users { get; init; } = [];

    /// <summary>A PEM file with the server's certificate; null for plain TCP.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>A PEM file with the certificate's private key; null when it is in <see cref="CertificateFile"/>.</summary>
    public string? CertificateKeyFile { get; init; }

    /// <summary>The largest request read, in bytes; a larger one closes its connection. 64 KiB to 100 MiB, default 32 MiB.</summary>
    public int MaxRequestBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>The most a single fetch is answered with, in bytes, whatever the client allows. Default 4 MiB.</summary>
    public int MaxFetchBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// The least a topic may ask for as <c>segment.bytes</c>, in bytes. 1 to 64 MiB, default 1 MiB as in Kafka since 4.1; tests of retention and
    /// compaction set it lower, so that little data fills many segments.
    /// </summary>
    public int MinSegmentBytes { get; init; } = 1024 * 1024;

    /// <summary>How long an empty group waits for more members before its first assignment.</summary>
    public TimeSpan InitialRebalanceDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest transaction a producer may ask for.</summary>
    public TimeSpan MaxTransactionTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How often retention and compaction run.</summary>
    public TimeSpan MaintenanceInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The port of the fault panel's HTTP interface; 0 picks a free one, null opens none.</summary>
    public int? FaultPort { get; init; }

    /// <summary>Where the time comes from. Not part of what a parent process hands to a child.</summary>
    [JsonIgnore]
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
