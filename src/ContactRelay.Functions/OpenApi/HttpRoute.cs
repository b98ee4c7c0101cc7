using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace ContactRelay.Functions.OpenApi;

/// <summary>One call of the API, as its function declares it.</summary>
/// <param name="Function">The function's name.</param>
/// <param name="Method">The HTTP method, in lower case.</param>
/// <param name="IsFirst">Whether it is the first of the function's methods.</param>
/// <param name="Path">The route below <c>/api</c>, with its parameters in braces.</param>
/// <param name="IsAdmin">Whether the host asks for the master key.</param>
internal sealed record HttpRoute(string Function, string Method, bool IsFirst, string Path, bool IsAdmin)
{
    /// <summary>The id of the operation: the function's name, and, since ids are unique, the method where it has several.</summary>
    public string OperationId => IsFirst ? Function : $"{Function}-{Method}";

    /// <summary>The names of the parameters in the path, in order.</summary>
    public IEnumerable<string> Parameters => Path.Split('/').Where(segment => segment.StartsWith('{')).Select(segment => segment[1..^1]);

    /// <summary>Whether it is a call about a tenant that the tenant's callers make.</summary>
    public bool IsForCallers => !IsAdmin && Parameters.Contains("tenant");

    /// <summary>The calls of all HTTP functions of this assembly, in the order of their paths.</summary>
    public static IReadOnlyList<HttpRoute> FindAll() =>
    [
        .. from method in DeclaredFunctions.Methods()
           let function = method.GetCustomAttribute<FunctionAttribute>()
           let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(found => found is not null)
           where trigger is not null
           from verb in trigger.Methods!.Index()
           let route = new HttpRoute(function.Name, verb.Item.ToLowerInvariant(), verb.Index == 0, "/" + trigger.Route, trigger.AuthLevel == AuthorizationLevel.Admin)
           orderby route.Path, route.Method
           select route,
    ];
}
