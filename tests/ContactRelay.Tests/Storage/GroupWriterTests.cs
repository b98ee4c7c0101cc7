using ContactRelay.LocalHost.Storage;
using Xunit;

namespace ContactRelay.Tests.Storage;

/// <summary>What is not urgent may wait for what is, and is written without it too.</summary>
public sealed class GroupWriterTests : IDisposable
{
    private readonly TestFolder _path = new();
    private readonly DataFolder _folder;

    public GroupWriterTests() => _folder = DataFolder.Open(_path.Path);

    public void Dispose()
    {
        _folder.Dispose();
        _path.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(VisibleMessages.MaxInHand)]
    [InlineData(1000)]
    public async Task What_is_not_urgent_is_on_disk_in_the_end_though_nothing_urgent_comes(int many)
    {
        using var database = new EmbeddedDatabase(_folder);

        await Task.WhenAll(Enumerable.Range(0, many).Select(number => WriteAsync(database, number, isUrgent: false)));

        Assert.Equal(many, Written(database));
    }

    [Fact]
    public async Task What_is_not_urgent_is_written_in_its_turn_before_what_is()
    {
        using var database = new EmbeddedDatabase(_folder);

        for (var round = 0; round < 100; round++)
        {
            var patient = WriteAsync(database, 2 * round, isUrgent: false);
            await WriteAsync(database, (2 * round) + 1, isUrgent: true);
            Assert.Equal(2 * (round + 1), Written(database));
            await patient;
        }
    }

    [Fact]
    public async Task What_is_not_urgent_is_written_at_the_end_at_the_latest()
    {
        Task patient;
        using (var database = new EmbeddedDatabase(_folder))
        {
            patient = WriteAsync(database, 0, isUrgent: false);
            database.Post(session => Insert(session, 1));
        }

        await patient;
        using var again = new EmbeddedDatabase(_folder);
        Assert.Equal(2, Written(again));
    }

    private static Task<int> WriteAsync(EmbeddedDatabase database, int number, bool isUrgent) =>
        database.WriteAsync(session => Insert(session, number), isUrgent: isUrgent);

    private static int Insert(SqlSession session, int number) => session.Execute(
        "INSERT INTO tenants (id, etag, document) VALUES (?1, ?2, ?3)", $"tenant-{number}", number, Array.Empty<byte>());

    private static int Written(EmbeddedDatabase database) =>
        database.Read(session => Assert.Single(session.Query("SELECT COUNT(*) FROM tenants", row => row.GetInt32(0))));
}
