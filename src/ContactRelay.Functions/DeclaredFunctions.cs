using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace ContactRelay.Functions;

/// <summary>The functions of this assembly, found by their attribute.</summary>
internal static class DeclaredFunctions
{
    /// <summary>Why reflection on a function and its class is safe in a trimmed program.</summary>
    public const string WholeAssembly = "A program that is trimmed keeps the assembly of the functions whole: it is a root of the trimmer.";

    /// <summary>Their methods, each with a <see cref="FunctionAttribute"/>.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = WholeAssembly)]
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = WholeAssembly)]
    public static IEnumerable<MethodInfo> Methods() =>
        typeof(DeclaredFunctions).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => method.IsDefined(typeof(FunctionAttribute)));
}
