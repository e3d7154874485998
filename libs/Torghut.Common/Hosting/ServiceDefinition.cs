using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Torghut.Common.Configuration;
using Torghut.Common.Http;
using Torghut.Common.Tracing;

namespace Torghut.Common.Hosting;

/// <summary>Everything <see cref="ServiceHost"/> needs to know of a service.</summary>
public sealed record ServiceDefinition
{
    /// <summary>The program's name, for example <c>torghut-ws</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence for <c>--help</c>.</summary>
    public required string Summary { get; init; }

    /// <summary>Options classes of every service.</summary>
    internal static IReadOnlyList<Type> CommonOptionTypes { get; } = [typeof(ServiceHostOptions), typeof(HttpOptions), typeof(TracingOptions)];

    /// <summary>Options classes; all are read and validated before anything starts, then registered as singletons of their own type.</summary>
    public required IReadOnlyList<Type> OptionTypes { get; init; }

    /// <summary>First words, with their underscore, that only keys of this service have: any other key that begins so is warned of at the start.</summary>
    public IReadOnlyList<string> OwnPrefixes { get; init; } = [];

    /// <summary>TCP ports to listen on; 0 picks a free one, which the log then names.</summary>
    public required Func<OptionSet, IReadOnlyList<int>> Ports { get; init; }

    public required Action<IServiceCollection, OptionSet> ConfigureServices { get; init; }

    /// <summary>Endpoints beside <c>/healthz</c>, <c>/readyz</c> and <c>/metrics</c>.</summary>
    public Action<IEndpointRouteBuilder> MapEndpoints { get; init; } = static _ => { };

    /// <summary>Commands that run instead of the service.</summary>
    public IReadOnlyList<ServiceCommand> Commands { get; init; } = [];
}
