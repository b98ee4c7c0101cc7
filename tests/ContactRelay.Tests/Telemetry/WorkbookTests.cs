using System.Text.Json;
using Xunit;

namespace ContactRelay.Tests.Telemetry;

/// <summary>The workbook is one that Azure can show.</summary>
public sealed class WorkbookTests
{
    [Fact]
    public void Workbook_is_a_notebook_whose_queries_take_its_time_and_its_tenants()
    {
        using var workbook = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "infra", "modules", "workbook.json")));
        var items = workbook.RootElement.GetProperty("items").EnumerateArray().ToArray();
        var queries = items.Where(item => item.GetProperty("type").GetInt32() == 3).Select(item => item.GetProperty("content")).ToArray();

        Assert.Equal("Notebook/1.0", workbook.RootElement.GetProperty("version").GetString());
        Assert.Equal("WORKSPACE_ID", Assert.Single(workbook.RootElement.GetProperty("fallbackResourceIds").EnumerateArray()).GetString());
        Assert.Equal(items.Length, items.Select(item => item.GetProperty("name").GetString()).Distinct().Count());
        Assert.NotEmpty(queries);
        Assert.All(queries, query =>
        {
            var text = query.GetProperty("query").GetString()!;
            Assert.Equal("TimeRange", query.GetProperty("timeContextFromParameter").GetString());
            Assert.Equal(text.Contains("tenant", StringComparison.Ordinal), text.Contains("in ({Tenant})", StringComparison.Ordinal));
        });
    }
}
