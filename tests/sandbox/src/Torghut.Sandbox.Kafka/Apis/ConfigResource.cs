namespace Torghut.Sandbox.Kafka.Apis;

/// <summary>The kinds of things that have settings, by their numbers in the protocol.</summary>
internal enum ConfigResource : sbyte
{
    Topic = 2,
    Broker = 4,
}
