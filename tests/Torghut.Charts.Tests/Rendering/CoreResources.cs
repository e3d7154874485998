using System.Collections.Frozen;
using System.Reflection;
using k8s;
using k8s.Models;
using YamlDotNet.Core;

namespace Torghut.Charts.Tests.Rendering;

/// <summary>The kinds that every cluster has, read as strictly as KubernetesClient can: a field that its type has not is a fault.</summary>
internal static class CoreResources
{
    private static readonly FrozenDictionary<string, Type> Types = typeof(V1Pod).Assembly.GetTypes()
        .Select(type => (Type: type, Entity: type.GetCustomAttribute<KubernetesEntityAttribute>()))
        .Where(found => found.Entity is not null && !found.Type.Name.EndsWith("List", StringComparison.Ordinal))
        .GroupBy(found => Name($"{found.Entity!.Group}/{found.Entity.ApiVersion}".TrimStart('/'), found.Entity.Kind))
        .ToFrozenDictionary(group => group.Key, group => group.First().Type, StringComparer.Ordinal);

    private static readonly MethodInfo Reader = typeof(KubernetesYaml).GetMethods()
        .Single(method => method is { Name: nameof(KubernetesYaml.Deserialize), IsGenericMethod: true }
            && method.GetParameters()[0].ParameterType == typeof(string));

    public static bool Has(Node resource) => Types.ContainsKey(NameOf(resource));

    /// <summary>What is wrong with the object; empty when nothing is.</summary>
    public static IReadOnlyList<string> Faults(Node resource)
    {
        try
        {
            Reader.MakeGenericMethod(Types[NameOf(resource)]).Invoke(null, [resource.ToYaml(), true]);
            return [];
        }
        catch (TargetInvocationException thrown) when (thrown.InnerException is YamlException fault)
        {
            return [$"{resource["kind"].Text} {resource["metadata.name"].Text}: {fault.Message}: {fault.InnerException?.Message}"];
        }
    }

    private static string NameOf(Node resource) => Name(resource["apiVersion"].Text, resource["kind"].Text);

    private static string Name(string version, string kind) => $"{version} {kind}";
}
