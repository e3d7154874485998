using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

/// <summary>A kind of request that never waits.</summary>
internal abstract class ImmediateHandler(ApiKey key) : IApiHandler
{
    public ApiKey Key { get; } = key;

    public ValueTask HandleAsync(RequestContext context)
    {
        Handle(context);
        return ValueTask.CompletedTask;
    }

    protected abstract void Handle(RequestContext context);
}
