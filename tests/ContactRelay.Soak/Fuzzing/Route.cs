using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;

namespace ContactRelay.Soak.Fuzzing;

/// <summary>A route of the API, found as the host finds it, so that one that is added is fuzzed too.</summary>
/// <param name="Function">The function's name.</param>
/// <param name="Template">The path, with its parameters in braces.</param>
/// <param name="Methods">The methods that the function takes.</param>
/// <param name="IsAdmin">Whether the host demands its master key.</param>
internal sealed partial record Route(string Function, string Template, IReadOnlyList<string> Methods, bool IsAdmin)
{
    /// <summary>All routes of the host.</summary>
    public static IReadOnlyList<Route> FindAll() =>
    [
        .. from type in typeof(FunctionAttribute).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
           let function = method.GetCustomAttribute<FunctionAttribute>()
           let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(found => found is not null)
           where function is not null && trigger is not null
           select new Route(
               function.Name, $"/api/{trigger.Route}", [.. trigger.Methods!.Select(name => name.ToUpperInvariant())], trigger.AuthLevel == AuthorizationLevel.Admin),
    ];

    /// <summary>The path with each parameter, named without its braces, replaced.</summary>
    public string Fill(Func<string, string> value) => Parameter().Replace(Template, match => value(match.Groups[1].Value));

    [GeneratedRegex(@"\{([^}:?*]+)[^}]*\}")]
    private static partial Regex Parameter();
}
