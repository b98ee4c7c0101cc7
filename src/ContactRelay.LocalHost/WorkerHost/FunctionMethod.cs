using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using ContactRelay.Functions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace ContactRelay.LocalHost.WorkerHost;

/// <summary>A function that was found, and how it is called: a new instance of its class for each call, as in the worker.</summary>
internal sealed class FunctionMethod
{
    private readonly MethodInvoker _invoker;

    // Worked out at the first call, since the host has many functions and starts with none of them.
    private readonly Lazy<ObjectFactory> _create;
    private readonly ParameterInfo[] _declared;
    private readonly FunctionParameter[] _parameters;

    private FunctionMethod(MethodInfo method)
    {
        Name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
        _declared = method.GetParameters();
        _parameters = [.. _declared.Select(parameter => new FunctionParameter(parameter.Name!, parameter.ParameterType))];
        _invoker = MethodInvoker.Create(method);
        _create = new(() => Factory(method.DeclaringType!));
    }

    public string Name { get; }

    /// <summary>The trigger's attribute, or null where the function has another trigger.</summary>
    public T? Trigger<T>()
        where T : Attribute =>
        _declared.Select(parameter => parameter.GetCustomAttribute<T>()).FirstOrDefault(trigger => trigger is not null);

    /// <summary>All functions of this assembly.</summary>
    public static IReadOnlyList<FunctionMethod> FindAll() => [.. DeclaredFunctions.Methods().Select(method => new FunctionMethod(method))];

    [UnconditionalSuppressMessage("Trimming", "IL2067", Justification = DeclaredFunctions.WholeAssembly)]
    private static ObjectFactory Factory(Type type) => ActivatorUtilities.CreateFactory(type, []);

    /// <summary>Calls it, each parameter bound by <paramref name="bind"/>.</summary>
    public Task InvokeAsync(IServiceProvider services, Func<FunctionParameter, object?> bind)
    {
        var arguments = new object?[_parameters.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = bind(_parameters[i]);
        }

        return (Task)_invoker.Invoke(_create.Value(services, null), arguments.AsSpan())!;
    }
}
