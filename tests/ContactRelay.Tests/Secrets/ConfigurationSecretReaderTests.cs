using ContactRelay.Secrets;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace ContactRelay.Tests.Secrets;

public sealed class ConfigurationSecretReaderTests
{
    [Fact]
    public async Task ReadAsync_configured_is_found()
    {
        var reading = await ReadAsync("acme-kulea", "a£b");

        Assert.Equal("a£b", reading.Value);
        Assert.NotEmpty(reading.Version!);
        Assert.Null(reading.Problem);
    }

    [Theory]
    [InlineData("key\n")]
    [InlineData(" key\r\n")]
    [InlineData("\tkey ")]
    public async Task ReadAsync_white_space_around_it_is_dropped(string value) => Assert.Equal("key", (await ReadAsync("a", value)).Value);

    [Fact]
    public async Task ReadAsync_version_follows_the_value()
    {
        var one = await ReadAsync("a", "one");
        var two = await ReadAsync("a", "two");

        Assert.Equal(one.Version, (await ReadAsync("a", "one")).Version);
        Assert.NotEqual(one.Version, two.Version);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    public async Task ReadAsync_value_of_no_use_is_missing(string value)
    {
        var reading = await ReadAsync("acme-kulea", value);

        Assert.Null(reading.Value);
        Assert.False(reading.IsPassing);
        Assert.Contains("acme-kulea", reading.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_not_configured_is_missing_and_says_what_to_set()
    {
        var reader = new ConfigurationSecretReader(new ConfigurationBuilder().Build());

        var reading = await reader.ReadAsync("acme-kulea", TestContext.Current.CancellationToken);

        Assert.Null(reading.Value);
        Assert.False(reading.IsPassing);
        Assert.Contains("Secrets__acme-kulea", reading.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ToString_shows_no_value() => Assert.Equal("found", (await ReadAsync("a", "secret")).ToString());

    private static Task<SecretReading> ReadAsync(string name, string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Secrets:" + name, value)]).Build();
        return new ConfigurationSecretReader(configuration).ReadAsync(name, TestContext.Current.CancellationToken);
    }
}
