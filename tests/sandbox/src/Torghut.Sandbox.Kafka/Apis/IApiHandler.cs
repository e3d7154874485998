using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

/// <summary>Answers one kind of request, in all its versions.</summary>
internal interface IApiHandler
{
    ApiKey Key { get; }

    ValueTask HandleAsync(RequestContext context);
}
