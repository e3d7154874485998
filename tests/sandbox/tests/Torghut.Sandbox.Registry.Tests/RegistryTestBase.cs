using System.Text.Json;

namespace Torghut.Sandbox.Registry.Tests;

/// <summary>Gives each test a registry.</summary>
public abstract class RegistryTestBase
{
    protected const string One = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""";
    protected const string Optional = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":["null","int"],"default":null}]}""";
    protected const string Required = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"int"}]}""";

    private RunningRegistry _registry = null!;

    private protected RunningRegistry Registry => _registry;

    [SetUp]
    public async Task StartRegistry() => _registry = await RunningRegistry.StartAsync();

    [TearDown]
    public async Task StopRegistry() => await _registry.DisposeAsync();

    protected static int Code(JsonElement body) => body.GetProperty("error_code").GetInt32();

    protected static int Id(JsonElement body) => body.GetProperty("id").GetInt32();
}
