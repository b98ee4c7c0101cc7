using System.Buffers.Binary;
using ContactRelay.LocalHost.Storage;
using Xunit;

namespace ContactRelay.Tests.Storage;

/// <summary>The embedded database's log, of which each beginning carries a number of its own (https://www.sqlite.org/fileformat2.html#walformat).</summary>
public sealed class CheckpointsTests
{
    private const int CheckpointNumberAt = 12;
    private const int MaxWrites = 400;

    [Fact]
    public async Task A_log_that_has_grown_long_begins_again_while_writing_goes_on_and_nothing_of_it_is_lost()
    {
        using var path = new TestFolder();
        using var folder = DataFolder.Open(path.Path);
        var writes = 0;
        using (var database = new EmbeddedDatabase(folder))
        {
            await WriteAsync(database, ++writes);
            var first = CheckpointNumber(path.Path);
            while (CheckpointNumber(path.Path) == first && writes < MaxWrites)
            {
                await WriteAsync(database, ++writes);
            }

            Assert.NotEqual(first, CheckpointNumber(path.Path));
            Assert.Equal(writes, Written(database));
        }

        using var again = new EmbeddedDatabase(folder);
        Assert.Equal(writes, Written(again));
    }

    private static Task<int> WriteAsync(EmbeddedDatabase database, int number)
    {
        var document = new byte[512 * 1024];
        BinaryPrimitives.WriteInt32LittleEndian(document, number);
        return database.WriteAsync(session => session.Execute(
            "INSERT OR REPLACE INTO tenants (id, etag, document) VALUES (?1, ?2, ?3)", "large", number, document));
    }

    private static int Written(EmbeddedDatabase database) => database.Read(session => Assert.Single(session.Query(
        "SELECT document FROM tenants", row => BinaryPrimitives.ReadInt32LittleEndian(row.GetBytes(0)))));

    private static int CheckpointNumber(string folder)
    {
        using var log = File.Open(Path.Combine(folder, "contactrelay.db-wal"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var head = new byte[CheckpointNumberAt + sizeof(int)];
        log.ReadExactly(head);
        return BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(CheckpointNumberAt));
    }
}
