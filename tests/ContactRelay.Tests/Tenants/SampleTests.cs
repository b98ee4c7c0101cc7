using System.Text.Json;
using ContactRelay.LocalHost;
using Xunit;

namespace ContactRelay.Tests.Tenants;

/// <summary>The samples are tenants' documents that work.</summary>
public sealed class SampleTests : TenantReaderTest
{
    public static TheoryData<string> Samples => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples", "tenants")).Select(file => Path.GetFileName(file)!)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Read_of_a_sample_finds_nothing_wrong(string file)
    {
        var result = Read(File.ReadAllText(Path.Combine(Repository.Root, "samples", "tenants", file)));

        Assert.Empty(result.Errors);
        Assert.NotNull(result.Tenant);
    }

    [Fact]
    public void Local_settings_hold_the_secret_of_each_demo_tenant()
    {
        using var settings = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "local.settings.sample.json")));
        var values = settings.RootElement.GetProperty("Values");

        Assert.All(DemoTenants.Secrets, secret =>
            Assert.Equal(secret.Value, values.GetProperty(secret.Key.Replace(":", "__", StringComparison.Ordinal)).GetString()));
    }

    [Fact]
    public void Samples_are_there_for_each_of_the_five_calls() => Assert.Equal(5, Samples.Count);
}
