namespace Torghut.Sandbox.Kafka.Log;

/// <summary>A topic's setting has no such name or value. Trying again will not help.</summary>
public sealed class TopicConfigException(string message) : Exception(message);
