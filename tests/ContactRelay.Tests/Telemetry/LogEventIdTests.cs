using System.Reflection;
using ContactRelay.LocalHost;
using ContactRelay.Sandbox;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ContactRelay.Tests.Telemetry;

/// <summary>A log's line is found by its id, so each has one of its own.</summary>
public sealed class LogEventIdTests
{
    private const BindingFlags Everything = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    // The local host has the function app's classes in it.
    private static readonly Assembly[] Assemblies = [typeof(RelayTelemetry).Assembly, typeof(LocalHostApp).Assembly, typeof(SandboxServer).Assembly];

    [Fact]
    public void Log_event_ids_are_each_used_once()
    {
        var lines = (
            from assembly in Assemblies
            from type in assembly.GetTypes()
            from method in type.GetMethods(Everything)
            let line = method.GetCustomAttribute<LoggerMessageAttribute>()
            where line is not null
            select (line.EventId, Method: $"{type.FullName}.{method.Name}")).Distinct().ToArray();

        Assert.True(lines.Length > 20);
        Assert.All(lines, line => Assert.True(line.EventId > 0, line.Method));
        Assert.Empty(lines.GroupBy(line => line.EventId).Where(used => used.Count() > 1).Select(used => string.Join(" and ", used)));
    }
}
