using System.Reflection;

namespace Torghut.Testing;

/// <summary>A client library's interface of which a test says what a few members do. The others do nothing and give nothing.</summary>
public class ScriptedClient : DispatchProxy
{
    private Func<string, object?[], object?> _script = (_, _) => null;

    /// <param name="script">Does what the member of this name does, and gives its result.</param>
    public static T Of<T>(Func<string, object?> script)
        where T : class => Of<T>((member, _) => script(member));

    /// <param name="script">Gets the arguments as well.</param>
    public static T Of<T>(Func<string, object?[], object?> script)
        where T : class
    {
        var client = Create<T, ScriptedClient>();
        ((ScriptedClient)(object)client)._script = script;
        return client;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var result = _script(targetMethod!.Name, args ?? []);
        var type = targetMethod.ReturnType;
        return result ?? (type.IsValueType && type != typeof(void) ? Activator.CreateInstance(type) : null);
    }
}
