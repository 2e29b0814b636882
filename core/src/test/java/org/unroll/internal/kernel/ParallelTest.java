package org.unroll.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ParallelTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void rangesCoverEveryIndexOnce(int threads) {
        Parallel.runWith(
                threads,
                () -> {
                    for (int n : Data.LENGTHS) {
                        for (int unit : new int[] {1, 3, 16}) {
                            AtomicIntegerArray visits = new AtomicIntegerArray(n);
                            AtomicInteger parts = new AtomicInteger();
                            Parallel.ranges(
                                    n,
                                    unit,
                                    (from, to) -> {
                                        assertThat(from % unit).isZero();
                                        assertThat(from).isLessThan(to);
                                        parts.incrementAndGet();
                                        for (int i = from; i < to; i++) {
                                            visits.incrementAndGet(i);
                                        }
                                    });
                            assertThat(parts.get()).isLessThanOrEqualTo(threads);
                            for (int i = 0; i < n; i++) {
                                assertThat(visits.get(i)).isEqualTo(1);
                            }
                        }
                    }
                });
    }

    @Test
    void theScopeSaysTheThreads() throws Exception {
        int before = Parallel.threads();
        assertThat(before).isPositive();
        assertThat(Parallel.<Integer>with(5, Parallel::threads)).isEqualTo(5);
        assertThat(Parallel.threads()).isEqualTo(before);
        assertThatThrownBy(() -> Parallel.runWith(0, () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected at least 1 thread but got 0");
    }

    @Test
    void nestedCallsRunWhereTheyAre() {
        Parallel.runWith(
                3,
                () ->
                        Parallel.ranges(
                                30,
                                (from, to) -> {
                                    assertThat(Parallel.threads()).isEqualTo(1);
                                    Thread outer = Thread.currentThread();
                                    Parallel.ranges(
                                            10,
                                            (a, b) ->
                                                    assertThat(Thread.currentThread())
                                                            .isSameAs(outer));
                                }));
    }

    @Test
    void failuresReachTheCaller() {
        for (int part = 0; part < 3; part++) {
            int failing = part * 10;
            Parallel.runWith(
                    3,
                    () ->
                            assertThatThrownBy(() ->
                                            Parallel.ranges(
                                                    30,
                                                    (from, to) -> {
                                                        if (from == failing) {
                                                            throw new ArithmeticException(
                                                                    "part " + from);
                                                        }
                                                    }))
                                    .isInstanceOf(ArithmeticException.class)
                                    .hasMessage("part " + failing));
        }
        // and the workers work on
        rangesCoverEveryIndexOnce(3);
    }

    @Test
    void severalCallersAtOnce() throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread caller = new Thread(() -> rangesCoverEveryIndexOnce(3));
            caller.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
            caller.start();
            callers.add(caller);
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(failure.get()).isNull();
    }

    /// Long enough that sleeping threads are woken for it.
    private static final long LONG = 1_000_000_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void aTeamGoesFromStageToStageTogether(int threads) {
        Parallel.runWith(
                threads,
                () ->
                        Parallel.team(
                                3,
                                2_000,
                                LONG,
                                new Parallel.Stage() {
                                    private final AtomicInteger inStage = new AtomicInteger();
                                    private int expected; // the leader's: stages run before

                                    @Override
                                    public void run(int stage, int member, Team team) {
                                        int size = team.size();
                                        assertThat(size).isBetween(1, Math.min(threads, 3));
                                        assertThat(member).isBetween(0, size - 1);
                                        assertThat(Parallel.threads()).isEqualTo(1);
                                        if (member == 0) {
                                            assertThat(stage).isEqualTo(expected++);
                                            inStage.set(0);
                                        }
                                        team.await();
                                        inStage.incrementAndGet();
                                        team.await();
                                        assertThat(inStage.get()).isEqualTo(size);
                                    }
                                }));
    }

    @Test
    void everyStageIsRunByTheLeader() {
        List<Integer> stages = new ArrayList<>();
        Parallel.runWith(
                2,
                () ->
                        Parallel.team(
                                2,
                                5,
                                0,
                                (stage, member, _) -> {
                                    if (member == 0) {
                                        stages.add(stage);
                                    }
                                }));
        assertThat(stages).containsExactly(0, 1, 2, 3, 4);
        Parallel.team(2, 0, LONG, (_, _, _) -> stages.clear());
        assertThat(stages).hasSize(5);
    }

    /// Brief work has no helpers at first, so the leader fails in the one and anybody in the other.
    @ParameterizedTest
    @ValueSource(longs = {0, LONG})
    void aFailingMemberDoesNotLeaveTheOthersWaiting(long nanos) {
        Parallel.runWith(
                3,
                () -> {
                    for (int i = 0; i < 20; i++) {
                        assertThatThrownBy(() ->
                                        Parallel.team(
                                                3,
                                                1_000,
                                                nanos,
                                                (stage, member, team) -> {
                                                    if (stage == 900 && member == team.size() - 1) {
                                                        throw new ArithmeticException("last");
                                                    }
                                                    team.await();
                                                }))
                                .isInstanceOf(ArithmeticException.class)
                                .hasMessage("last");
                    }
                });
    }

    /// More threads than any machine has, each with a team of its own.
    @Test
    void manyTeamsAtOnce() throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread caller = new Thread(() -> aTeamGoesFromStageToStageTogether(3));
            caller.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
            caller.start();
            callers.add(caller);
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(failure.get()).isNull();
    }
}
